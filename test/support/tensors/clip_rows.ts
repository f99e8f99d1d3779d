/**
 * Puts rows back on the probability simplex as the reference's `clip()` does (docs/method.md section 4): clamp to [0,
 * 1], then divide by the row sum; a row that clamps to zero becomes 1 at its largest value, the first among equals.
 * Plain numbers: the oracle of the tensor version.
 *
 * @returns New rows, each with sum 1.
 *
 * @example
 * ```ts
 * import { clipRows } from "./clip_rows.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(clipRows([[-0.1, 0.25, 0.75], [-0.2, -0.1, -0.5]]), [[0, 0.25, 0.75], [0, 1, 0]]);
 * ```
 */
export function clipRows(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => {
    const clamped = row.map((value) => Math.min(Math.max(value, 0), 1));
    const nothingLeft = clamped.reduce((a, b) => a + b, 0) === 0;
    if (nothingLeft) clamped[row.indexOf(Math.max(...row))] = 1;
    const sum = clamped.reduce((a, b) => a + b, 0);
    return clamped.map((value) => value / sum);
  });
}
