const UNITS = ["B", "kB", "MB", "GB", "TB"];

/**
 * A size for people, in powers of ten.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bytesText } from "./quantities.ts";
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

/**
 * A duration for people: `0.6s`, `42s`, `7m 12s`, `3h 05m`.
 *
 * @param seconds Seconds, not negative.
 */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return `${minutes}m ${String(whole % 60).padStart(2, "0")}s`;
  }
  return `${Math.floor(minutes / 60)}h ${
    String(minutes % 60).padStart(2, "0")
  }m`;
}

/** A number with four significant digits, in its shortest form. */
export function numberText(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 && Number.isInteger(value)) return value.toLocaleString("en");
  return size < 1e-4 || size >= 1e7
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
}

/** A standard deviation behind a mean, with two significant digits: `± 0.071`. */
export function spreadText(sd: number): string {
  return `± ${Number(sd.toPrecision(2))}`;
}
