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

/** A matrix of alphas after pruning. */
export interface PrunedRows {
  /** Alphas: kept ones as they were, others 0. */
  readonly alphas: readonly (readonly number[])[];
  /** Which are kept. */
  readonly kept: KeptCandidates[string];
}

/**
 * Keeps the largest alphas of each row as they are and sets the others to 0 (DrNAS).
 *
 * @param keep How many of a row are kept.
 * @param before What an earlier pruning kept; no other candidate comes back.
 *
 * @example
 * ```ts
 * import { prunedRows } from "./kept_candidates.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const first = prunedRows([[0.5, -1, 2]], 2);
 * assertEquals(first, { alphas: [[0.5, 0, 2]], kept: [[true, false, true]] });
 * const second = prunedRows([[-3, 0, -1]], 1, first.kept);
 * assertEquals(second, { alphas: [[0, 0, -1]], kept: [[false, false, true]] });
 * ```
 */
export function prunedRows(
  alphas: readonly (readonly number[])[],
  keep: number,
  before?: KeptCandidates[string],
): PrunedRows {
  const kept = alphas.map((row, edge) => {
    const ranked = row.map((alpha, column) =>
      before === undefined || before[edge]![column] ? alpha : -Infinity
    );
    const strongest = strongestColumns(ranked, keep);
    return row.map((_, column) => strongest.has(column));
  });
  return {
    kept,
    alphas: alphas.map((row, edge) =>
      row.map((alpha, column) => kept[edge]![column] ? alpha : 0)
    ),
  };
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
