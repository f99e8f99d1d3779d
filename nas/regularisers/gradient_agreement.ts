import type { ParameterSpec } from "../layers/layout.ts";

/** Smallest norm that a gradient counts with, as in PyTorch's `cosine_similarity`. */
const SMALLEST = 1e-8;

/**
 * How far two gradients of the weights of each operation point the same way (OLES): the mean, over its tensors, of the
 * mean cosine along the output channels. A tensor [k, k, in, out] has a cosine at each of its k*k*in places, a
 * depthwise one at each of k*k.
 *
 * @param operations Places of their tensors in the vectors.
 * @param training Gradient of a weight step, of all weights.
 * @param validation Gradient of an alpha step, of all weights.
 * @returns A number from -1 to 1 for each operation.
 */
export function gradientAgreement(
  operations: readonly { readonly parameters: readonly ParameterSpec[] }[],
  training: ArrayLike<number>,
  validation: ArrayLike<number>,
): number[] {
  return operations.map(({ parameters }) => {
    const means = parameters.map((parameter) =>
      meanCosine(parameter, training, validation)
    );
    return means.reduce((a, b) => a + b) / means.length;
  });
}

/** Output channels are the last axis, or the last but one of depthwise kernels, [k, k, C, 1]: contiguous in both. */
function meanCosine(
  { shape, offset, size, depthwise }: ParameterSpec,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  const channels = shape.at(depthwise ? -2 : -1)!;
  let sum = 0;
  for (let from = offset; from < offset + size; from += channels) {
    let dot = 0;
    let ofA = 0;
    let ofB = 0;
    for (let i = from; i < from + channels; i++) {
      dot += a[i]! * b[i]!;
      ofA += a[i]! ** 2;
      ofB += b[i]! ** 2;
    }
    sum += dot / Math.max(Math.sqrt(ofA), SMALLEST) /
      Math.max(Math.sqrt(ofB), SMALLEST);
  }
  return sum / (size / channels);
}
