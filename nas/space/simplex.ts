/** Soft-max of one row, in float64. */
export function softmaxRow(row: readonly number[]): number[] {
  const largest = Math.max(...row);
  const terms = row.map((value) => Math.exp(value - largest));
  const sum = terms.reduce((a, b) => a + b, 0);
  return terms.map((term) => term / sum);
}
