/** Fewest significant digits of an axis, and those that tell any two numbers apart. */
const [AXIS_DIGITS, MOST_DIGITS] = [3, 17];

/**
 * Formats the values of an axis alike: whole numbers in full, others with as few significant digits, from three on, as
 * tell all of them apart.
 *
 * @example
 * ```ts
 * import { axisFormat } from "./axis_format.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.001, 0.0137382].map(axisFormat([0.001, 0.0137382])), ["0.001", "0.0137"]);
 * ```
 */
export function axisFormat(
  values: readonly unknown[],
): (value: unknown) => string {
  const numbers = [...new Set(values)].filter((value) =>
    typeof value === "number"
  );
  if (numbers.every(Number.isInteger)) return String;
  const whole = Math.max(
    ...numbers.map((value) => String(Math.trunc(Math.abs(value))).length),
  );
  const write = (digits: number) => (value: unknown) =>
    typeof value === "number"
      ? String(Number(value.toPrecision(digits)))
      : String(value);
  let digits = Math.max(AXIS_DIGITS, Math.min(whole, MOST_DIGITS));
  while (
    digits < MOST_DIGITS &&
    new Set(numbers.map(write(digits))).size < numbers.length
  ) digits++;
  return write(digits);
}
