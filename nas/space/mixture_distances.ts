import { mean } from "../../common/moments.ts";
import type { AnyAlphas } from "./any_alphas.ts";
import type { AnySpace } from "./any_space.ts";
import { alphaMatrices } from "./alpha_matrices.ts";
import { mixtureRows } from "./mixture_rows.ts";

/** How far the mixture weights of a matrix of alphas are from others: the largest difference of a weight, 0..1. */
export interface MixtureDistance {
  /** From equal weights: the mean of a row, which for a soft-max over k candidates is 1 / k. */
  readonly fromUniform: number;
  /** From the mixture weights before training. */
  readonly fromStart: number;
}

/** Distances of the mixture weights of a space, matrix by matrix. */
export type MixtureDistances = Readonly<Record<string, MixtureDistance>>;

/**
 * How far mixture weights are from equal ones and from those before training. Each row of a matrix of `alphaMatrices`
 * is relaxed on its own: the operations of an edge, the weights of the edges into a node (PC-DARTS), the operations
 * or the inputs of a choice block. Matrices without a choice, of one column, and those that no
 * cell of the network reads are left out.
 *
 * @param before Raw alphas before training.
 * @param alphas Raw alphas of the same space.
 *
 * @example
 * ```ts
 * import { mixtureDistances } from "./mixture_distances.ts";
 * import { searchSpace } from "./edge_space.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const row = (share: number) => [Math.log(share), Math.log(1 - share)];
 * const alphas = (share: number) => ({ normal: [row(0.5), row(share)], reduce: [row(0.5), row(0.5)] });
 * const { normal } = mixtureDistances(searchSpace("s2", { nodes: 1 }), alphas(0.6), alphas(0.9));
 * assertAlmostEquals(normal!.fromUniform, 0.4);
 * assertAlmostEquals(normal!.fromStart, 0.3);
 * ```
 */
export function mixtureDistances(
  space: AnySpace,
  before: AnyAlphas,
  alphas: AnyAlphas,
): MixtureDistances {
  return Object.fromEntries(
    alphaMatrices(space).filter(({ columns, unread }) => columns > 1 && !unread)
      .map(({ name, columns }) => {
        const now = mixtureRows(alphas, name);
        const start = mixtureRows(before, name);
        const equal = (row: number) =>
          alphas.mixtures === undefined ? 1 / columns : mean(now[row]!);
        return [name, {
          fromUniform: largest(now, equal),
          fromStart: largest(now, (row, column) => start[row]![column]!),
        }];
      }),
  );
}

/** Largest difference of weights from others. */
function largest(
  rows: readonly (readonly number[])[],
  other: (row: number, column: number) => number,
): number {
  return Math.max(
    ...rows.flatMap((row, r) =>
      row.map((weight, c) => Math.abs(weight - other(r, c)))
    ),
  );
}
