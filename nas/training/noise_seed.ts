import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../engine/philox.ts";

/** Seed of the noise operations of one forward pass, int32 [2]; the caller disposes it. */
export function noiseSeed(
  { seed, pass, epoch, step }: {
    readonly seed: number;
    /** Name of the forward pass, such as `weight` or `attack 3`. */
    readonly pass: string;
    /** Epoch, from 0. */
    readonly epoch: number;
    /** Step, from 0. */
    readonly step: number;
  },
): tf.Tensor1D {
  const stream = randomStream({ seed, stream: `noise/${pass}`, epoch, step });
  // the second word stays small: operations add their number to it
  return tf.tensor1d([stream.uint32() | 0, stream.uint32() >>> 2], "int32");
}
