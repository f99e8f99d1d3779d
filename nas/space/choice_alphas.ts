import { alphaMatrices } from "./alpha_matrices.ts";
import { checkMatrix } from "./alphas.ts";
import type { ChoiceSpace } from "./choice_space.ts";

/** Alphas of a space of choice blocks before the soft-max, by the names of `alphaMatrices`. */
export interface ChoiceAlphas {
  /** One row a block, one column an operation. */
  readonly operations: readonly (readonly number[])[];
  /** One row: the cell's input, then the blocks. */
  readonly output: readonly (readonly number[])[];
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
  for (const { name, rows, columns } of alphaMatrices(space)) {
    checkMatrix(found[name], {
      columns: new Array<number>(rows).fill(columns),
      place: `${place}.${name}`,
    });
  }
}

/** Column of the largest value of a row: the first of equals. */
export function largestColumn(row: readonly number[]): number {
  return row.indexOf(Math.max(...row));
}
