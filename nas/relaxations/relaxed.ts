import type { Tensor } from "../../engine/tensor.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import type { AnyAlphas } from "../space/any_alphas.ts";
import type { AnySpace } from "../space/any_space.ts";
import { type KeptCandidates, maskedRow } from "../space/kept_candidates.ts";
import { softmaxRow } from "../space/simplex.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import { maskedWeights } from "./masked_weights.ts";
import { type Relaxation, USUAL_RELAXATION } from "./relaxation.ts";

/**
 * Mixture weights of raw alphas, matrix by matrix.
 *
 * @param relaxation The soft-max by default.
 * @param masks See {@linkcode maskedWeights}.
 */
export function relaxed(
  relaxation: Pick<Relaxation, "weights"> | undefined,
  alphas: readonly Tensor[],
  masks?: Parameters<typeof maskedWeights>[1],
): Tensor[] {
  return maskedWeights(
    alphas,
    masks,
    (alphas) => alphas.map(relaxation?.weights ?? rowSoftmax),
  );
}

/**
 * Alphas of a space with their mixture weights as numbers; without these where they are the soft-max of all candidates.
 *
 * @param kept Given where some candidates are pruned.
 */
export function withMixtures<A extends AnyAlphas>(
  relaxation: Relaxation | undefined,
  space: AnySpace,
  alphas: A,
  kept?: KeptCandidates,
): A {
  const usual = relaxation === undefined ||
    relaxation.name === USUAL_RELAXATION;
  if (usual && kept === undefined) return alphas;
  const weightsOf = relaxation?.row ?? softmaxRow;
  const rows = alphas as unknown as Readonly<Record<string, number[][]>>;
  const mixtures = Object.fromEntries(
    alphaMatrices(space).map(({ name }) => [
      name,
      rows[name]!.map((row, edge) => {
        const of = kept?.[name]?.[edge];
        const weights = weightsOf(row);
        return of === undefined ? [...weights] : maskedRow(weights, of);
      }),
    ]),
  );
  return { ...alphas, mixtures };
}
