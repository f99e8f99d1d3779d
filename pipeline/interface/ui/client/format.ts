import { durationText } from "../../../../common/quantities.ts";
import type { ProgressView } from "../api.ts";

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
