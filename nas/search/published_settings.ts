import type { Mixture } from "./method.ts";
import { PROGRESSIVE_WARMUP } from "../space/narrowed_space.ts";
import { PARTIAL_WARMUP } from "../network/partial_channels.ts";

/** First epochs of the published searches in which only the weights are trained. */
export const WARMUPS: Readonly<Record<Mixture, number>> = {
  full: 0,
  partial: PARTIAL_WARMUP,
  progressive: PROGRESSIVE_WARMUP,
};
