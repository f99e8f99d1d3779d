import { durationText } from "../../../../common/quantities.ts";
import type { ProgressView } from "../api.ts";

/** A number with four significant digits, in its shortest form. */
export function numberText(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 && Number.isInteger(value)) return value.toLocaleString("en");
  return size < 1e-4 || size >= 1e7
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
}

/** `38%  eta 1m 10s`. */
export function progressLine(
  { done, total, unit, left }: ProgressView,
): string {
  const parts = [
    total > 0
      ? `${Math.floor(100 * Math.min(1, done / total))}%`
      : `${done} ${unit}`,
  ];
  if (left !== null) parts.push(`eta ${durationText(left)}`);
  return parts.join("  ");
}
