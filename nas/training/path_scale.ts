import { randomStream } from "../../engine/philox.ts";

/**
 * Factors of drop path, [batch, paths] row-major: 0 with the given probability, else 1 / (1 - probability), so that the
 * expectation is unchanged (docs/method.md section 2).
 */
export function pathScales(
  { batch, paths, probability, pass, seed, epoch, step }: {
    readonly batch: number;
    readonly paths: number;
    /** Probability of dropping one. */
    readonly probability: number;
    /** Name of the forward pass, where a step has several. */
    readonly pass?: string;
    readonly seed: number;
    /** Epoch, from 0. */
    readonly epoch: number;
    /** Step, from 0. */
    readonly step: number;
  },
): Float32Array {
  const scales = new Float32Array(batch * paths).fill(1);
  if (probability === 0) return scales;
  const name = pass === undefined ? "drop-path" : `drop-path/${pass}`;
  const stream = randomStream({ seed, stream: name, epoch, step });
  const keep = 1 - probability;
  for (let i = 0; i < scales.length; i++) {
    scales[i] = stream.uniform() < keep ? 1 / keep : 0;
  }
  return scales;
}
