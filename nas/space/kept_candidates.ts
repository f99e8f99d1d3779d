import { alphaMatrices } from "./alpha_matrices.ts";
import type { AnySpace } from "./any_space.ts";

/**
 * The candidates that a search still computes after it has pruned some: by the name of their matrix of alphas, a row for
 * each edge, true in the column of a candidate that is kept. Other matrices keep all.
 */
export type KeptCandidates = Readonly<
  Record<string, readonly (readonly boolean[])[]>
>;

/** Why the supernet of a search that has pruned candidates is not measured or trained further. */
export const PRUNED_TROUBLE =
  "Expected a supernet with all of its candidates but found that of a search which pruned some";

/** Columns of the largest numbers of a row; of equal ones the later are taken, as in the published code of P-DARTS. */
export function strongestColumns(
  row: readonly number[],
  count: number,
): ReadonlySet<number> {
  return new Set(
    [...row.keys()].sort((a, b) => row[b]! - row[a]! || b - a).slice(0, count),
  );
}

/**
 * Which alphas of a matrix a pruning keeps: the largest of each row (DrNAS).
 *
 * @param keep How many of a row are kept.
 * @param before What an earlier pruning kept; no other candidate comes back.
 *
 * @example
 * ```ts
 * import { keptRows } from "./kept_candidates.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const first = keptRows([[0.5, -1, 2]], 2);
 * assertEquals(first, [[true, false, true]]);
 * assertEquals(keptRows([[-3, 0, -1]], 1, first), [[false, false, true]]);
 * ```
 */
export function keptRows(
  alphas: readonly (readonly number[])[],
  keep: number,
  before?: KeptCandidates[string],
): boolean[][] {
  return alphas.map((row, edge) => {
    const ranked = row.map((alpha, column) =>
      before === undefined || before[edge]![column] ? alpha : -Infinity
    );
    const strongest = strongestColumns(ranked, keep);
    return row.map((_, column) => strongest.has(column));
  });
}

/**
 * Factors of the mixture weights of each matrix of a space, 1 for kept candidates and 0 for others; undefined if all are
 * kept.
 */
export function masksOf(
  space: AnySpace,
  kept: KeptCandidates | undefined,
): number[][][] | undefined {
  return kept &&
    alphaMatrices(space).map(({ name, rows, columns }) =>
      kept[name]?.map((row) => row.map(Number)) ??
        Array.from({ length: rows }, () => Array<number>(columns).fill(1))
    );
}

/** Mixture weights of a row of which some candidates are kept: the others 0, and the row divided by its sum. */
export function maskedRow(
  weights: readonly number[],
  kept: readonly boolean[],
): number[] {
  const left = weights.map((weight, column) => kept[column] ? weight : 0);
  const sum = left.reduce((a, b) => a + b, 0);
  return left.map((weight) => weight / sum);
}
