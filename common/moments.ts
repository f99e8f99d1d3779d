/** Mean of some values; `NaN` of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sum of the squared distances of some values to their mean. */
export function squares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

/** Sample standard deviation (n - 1 in the denominator); `null` for fewer than two values. */
export function deviation(values: readonly number[]): number | null {
  return values.length < 2
    ? null
    : Math.sqrt(squares(values) / (values.length - 1));
}
