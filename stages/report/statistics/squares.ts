import { mean } from "./mean.ts";

/** Sum of the squared distances of some values to their mean. */
export function squares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
