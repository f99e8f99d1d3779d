import type { Tensor } from "../../engine/tensor.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import type { AnyAlphas } from "../space/any_alphas.ts";
import type { AnySpace } from "../space/any_space.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import { type Relaxation, USUAL_RELAXATION } from "./relaxation.ts";

/**
 * Mixture weights of raw alphas, matrix by matrix.
 *
 * @param relaxation The soft-max by default.
 */
export function relaxed(
  relaxation: Pick<Relaxation, "weights"> | undefined,
  alphas: readonly Tensor[],
): Tensor[] {
  return alphas.map(relaxation?.weights ?? rowSoftmax);
}

/** Alphas of a space with their mixture weights as numbers; without these where they are the soft-max. */
export function withMixtures<A extends AnyAlphas>(
  relaxation: Relaxation | undefined,
  space: AnySpace,
  alphas: A,
): A {
  if (relaxation === undefined || relaxation.name === USUAL_RELAXATION) {
    return alphas;
  }
  const rows = alphas as unknown as Readonly<Record<string, number[][]>>;
  const mixtures = Object.fromEntries(
    alphaMatrices(space).map(({ name }) => [
      name,
      rows[name]!.map((row) => [...relaxation.row(row)]),
    ]),
  );
  return { ...alphas, mixtures };
}
