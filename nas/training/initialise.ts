import { randomStream } from "../../engine/philox.ts";
import type { Layout } from "../layers/layout.ts";

/**
 * Initial weights of a network, PyTorch's defaults. Each parameter draws from a stream of its own, so that adding a
 * layer does not change the numbers of the others.
 */
export function initialWeights(layout: Layout, seed: number): Float32Array {
  const weights = new Float32Array(layout.parameterCount);
  for (const { name, offset, size, initial } of layout.parameters) {
    const part = weights.subarray(offset, offset + size);
    if ("constant" in initial) part.fill(initial.constant);
    else {
      randomStream({ seed, stream: `init/${name}` })
        .fillUniform(part, -initial.bound, initial.bound);
    }
  }
  return weights;
}

/** Initial alphas of one matrix: 1e-3 * N(0, 1). */
export function initialAlphas(
  matrix: string,
  { rows, columns, seed }: { rows: number; columns: number; seed: number },
): Float32Array {
  const alphas = new Float32Array(rows * columns);
  randomStream({ seed, stream: `init/alphas/${matrix}` }).fillNormal(alphas);
  return alphas.map((x) => x * 1e-3);
}
