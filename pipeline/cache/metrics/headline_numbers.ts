import { actionSeries } from "./action_series.ts";

/**
 * What a result comes down to: its single numbers, and the last value of each curve over epochs or steps.
 *
 * @param numbers Numbers by output, file and path, as `outputNumbers` gives them.
 * @returns Numbers by the names that the live page uses; one that is not finite stays.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { headlineNumbers } from "./headline_numbers.ts";
 *
 * const numbers = new Map([["log epochs.0.loss", 2], ["log epochs.1.loss", 1], ["log best", 0.9], ["log classes.0.error", 5]]);
 * assertEquals([...headlineNumbers(numbers)], [["loss", 1], ["best", 0.9]]);
 * ```
 */
export function headlineNumbers(
  numbers: ReadonlyMap<string, number>,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const [name, { kind, counted, values }] of actionSeries(numbers)) {
    const last = values.at(-1);
    if (last !== undefined && (kind === "value" || counted === true)) {
      found.set(name, last);
    }
  }
  return found;
}
