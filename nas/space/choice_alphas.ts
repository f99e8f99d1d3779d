import { alphaMatrices } from "./alpha_matrices.ts";
import { checkMatrix, type MixtureRows } from "./alphas.ts";
import type { ChoiceSpace } from "./choice_space.ts";

/** Raw alphas of a space of choice blocks, by the names of `alphaMatrices`. */
export interface ChoiceAlphas {
  /** One row a block, one column an operation. */
  readonly operations: readonly (readonly number[])[];
  /** One row: the cell's input, then the blocks. */
  readonly output: readonly (readonly number[])[];
  /** Mixture weights of these alphas, where they are not the soft-max of their rows. */
  readonly mixtures?: MixtureRows | undefined;
  /** One row a weighed block: the cell's input, then the blocks before it. */
  readonly [inputs: `inputs_${number}`]: readonly (readonly number[])[];
}

/**
 * Checks that alphas are finite and have the matrices of a space.
 *
 * @param place Named in errors, such as `alphas.json at epochs[3]`.
 * @throws {RangeError} If they have another shape or a value is not finite.
 */
export function checkChoiceAlphas(
  space: ChoiceSpace,
  alphas: object,
  place = "alphas",
): asserts alphas is ChoiceAlphas {
  const found = alphas as Readonly<
    Record<string, ChoiceAlphas["output"] | undefined>
  >;
  const { mixtures } = alphas as Pick<ChoiceAlphas, "mixtures">;
  for (const { name, rows, columns: each } of alphaMatrices(space)) {
    const columns = new Array<number>(rows).fill(each);
    checkMatrix(found[name], { columns, place: `${place}.${name}` });
    if (mixtures === undefined) continue;
    checkMatrix(mixtures[name], {
      columns,
      place: `${place}.mixtures.${name}`,
    });
  }
}

/** Column of the largest value of a row: the first of equals. */
export function largestColumn(row: readonly number[]): number {
  return row.indexOf(Math.max(...row));
}
