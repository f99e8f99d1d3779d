import { durationText } from "./duration.ts";
import type { Progress } from "./stage.ts";

/** A progress with the time it was reported at. */
export interface TimedProgress {
  /** The progress. */
  readonly progress: Progress;
  /** Seconds on any clock. */
  readonly time: number;
}

/**
 * Text of a progress: `38%  eta 1m 10s  epoch 3/8`.
 *
 * The time left comes from the speed since the first report, so that work resumed from a checkpoint does not count.
 *
 * @param first First report.
 * @param last Last report.
 * @returns The text.
 */
export function progressText(
  first: TimedProgress,
  last: TimedProgress,
): string {
  const { done, total, note } = last.progress;
  const parts = [
    total > 0
      ? `${Math.floor(100 * Math.min(1, done / total))}%`
      : `${done} ${last.progress.unit}`,
  ];
  const gained = done - first.progress.done;
  const seconds = last.time - first.time;
  if (gained > 0 && seconds > 0 && total > done) {
    parts.push(`eta ${durationText((total - done) * seconds / gained)}`);
  }
  if (note !== undefined && note !== "") parts.push(note);
  return parts.join("  ");
}
