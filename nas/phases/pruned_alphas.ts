import type { StoredTensor } from "../../engine/safetensors.ts";
import { alphaMatrices, matrixRows } from "../space/alpha_matrices.ts";
import type { AnySpace } from "../space/any_space.ts";
import { type KeptCandidates, keptRows } from "../space/kept_candidates.ts";
import type { SearchTensors } from "../search/search_state.ts";

/**
 * Prunes every edge to its candidates of the largest alphas. Those of the others become 0, and so do the moments of their
 * optimiser, so that they stay 0; in the published code they go on moving, which no mixture weight shows.
 *
 * @param tensors Tensors of a search.
 * @param keep How many candidates each edge keeps.
 * @param before What an earlier pruning kept.
 * @returns Tensors of alphas and of their optimiser, and what is kept.
 */
export function prunedAlphas(
  space: AnySpace,
  tensors: SearchTensors,
  keep: number,
  before?: KeptCandidates,
): { readonly tensors: SearchTensors; readonly kept: KeptCandidates } {
  const kept: Record<string, KeptCandidates[string]> = {};
  const pruned: Record<string, StoredTensor> = {};
  for (const { name, columns } of alphaMatrices(space)) {
    const alphas = tensors[`alphas_${name}`]!;
    const rows = keptRows(
      matrixRows(alphas.data, columns),
      keep,
      before?.[name],
    );
    kept[name] = rows;
    const on = rows.flat();
    for (const kind of ["alphas", "adam_first", "adam_second"]) {
      const tensor = tensors[`${kind}_${name}`]!;
      const data = Float32Array.from(
        tensor.data,
        (value, i) => on[i] ? value : 0,
      );
      pruned[`${kind}_${name}`] = { ...tensor, dtype: "F32", data };
    }
  }
  return { tensors: pruned, kept };
}
