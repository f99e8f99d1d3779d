import type { AuxiliarySkip } from "./auxiliary_skip.ts";
import { fallingSkip } from "./falling_skip.ts";

/** Falls along a quarter of a period of a cosine from 1. */
export const auxiliarySkip: AuxiliarySkip = fallingSkip({
  name: "slow-cosine",
  curve: "slow-cosine",
});
