import * as tf from "@tensorflow/tfjs-core";
import { skipFactorAt } from "../auxiliary_skips/auxiliary_skip.ts";
import type { SearchOptions } from "./search_options.ts";

/** Factor of auxiliary skips in an epoch, from 0, where the supernet takes it with each pass; the caller disposes it. */
export function givenSkipFactor(
  { config, auxiliarySkip, epochs }: Pick<
    SearchOptions,
    "config" | "auxiliarySkip" | "epochs"
  >,
  epoch: number,
): tf.Scalar | undefined {
  if (config.auxiliarySkip !== "given") return undefined;
  const factor = skipFactorAt(auxiliarySkip, { epoch, epochs });
  return factor === undefined ? undefined : tf.scalar(factor);
}
