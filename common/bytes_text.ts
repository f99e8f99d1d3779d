const UNITS = ["B", "kB", "MB", "GB", "TB"];

/**
 * A size for people, in powers of ten.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bytesText } from "./bytes_text.ts";
 * assertEquals([0, 999, 1500, 2.5e9].map(bytesText), ["0 B", "999 B", "1.5 kB", "2.5 GB"]);
 * ```
 */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${
    unit === 0 || value >= 99.5
      ? Math.round(value)
      : Number(value.toPrecision(2))
  } ${UNITS[unit]}`;
}
