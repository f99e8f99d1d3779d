import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";

/** The flat vectors that make a trained network. */
export interface FlatNetwork {
  /** [parameterCount]. */
  readonly weights: Float32Array;
  /** Running means, [statisticsCount]. */
  readonly mean: Float32Array;
  /** Running variances, [statisticsCount]. */
  readonly variance: Float32Array;
}

/**
 * Cuts flat vectors into tensors under the reference's names (`stem.0.weight`, `stem.1.running_mean`, ...), so that any
 * safetensors reader finds its way. Convolutions are HWIO, linear layers [in, out].
 */
export function nameWeights(
  layout: Layout,
  { weights, mean, variance }: FlatNetwork,
): Record<string, StoredTensor> {
  const named: Record<string, StoredTensor> = {};
  for (const { name, shape, offset, size } of layout.parameters) {
    const data = weights.slice(offset, offset + size);
    named[name] = { dtype: "F32", shape: [...shape], data };
  }
  for (const { name, offset, size } of layout.statistics) {
    const part = (flat: Float32Array): StoredTensor => ({
      dtype: "F32",
      shape: [size],
      data: flat.slice(offset, offset + size),
    });
    named[`${name}.running_mean`] = part(mean);
    named[`${name}.running_var`] = part(variance);
  }
  return named;
}

/**
 * Joins named tensors into flat vectors: the inverse of {@linkcode nameWeights}.
 *
 * @param place Named in errors, such as `network/weights.safetensors`.
 * @throws {Error} If a tensor is missing or has another shape.
 */
export function flattenWeights(
  layout: Layout,
  named: Readonly<Record<string, StoredTensor>>,
  place: string,
): FlatNetwork {
  const flat = {
    weights: new Float32Array(layout.parameterCount),
    mean: new Float32Array(layout.statisticsCount),
    variance: new Float32Array(layout.statisticsCount),
  };
  const copy = (
    target: Float32Array,
    name: string,
    { shape, offset }: { shape: readonly number[]; offset: number },
  ) => {
    const found = named[name];
    if (found?.dtype !== "F32" || `${found.shape}` !== `${shape}`) {
      throw new Error(
        `Expected ${name} as F32 [${shape}] but found ${
          found === undefined ? "nothing" : `${found.dtype} [${found.shape}]`
        } in ${place}`,
      );
    }
    target.set(found.data, offset);
  };
  for (const spec of layout.parameters) copy(flat.weights, spec.name, spec);
  for (const { name, size, offset } of layout.statistics) {
    copy(flat.mean, `${name}.running_mean`, { shape: [size], offset });
    copy(flat.variance, `${name}.running_var`, { shape: [size], offset });
  }
  return flat;
}
