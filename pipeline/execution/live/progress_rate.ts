import { durationText } from "../../../common/quantities.ts";
import type { Progress } from "../../stage.ts";

/** A progress with the time it was reported at. */
export interface TimedProgress {
  readonly progress: Progress;
  /** Seconds on any clock. */
  readonly time: number;
}

/**
 * Remaining seconds of work; `undefined` if they cannot be estimated.
 *
 * The speed is measured since the first report, so that work before a checkpoint does not count.
 */
export function secondsLeft(
  first: TimedProgress,
  last: TimedProgress,
): number | undefined {
  const { done, total } = last.progress;
  const gained = done - first.progress.done;
  const seconds = last.time - first.time;
  return gained > 0 && seconds > 0 && total > done
    ? (total - done) * seconds / gained
    : undefined;
}

/** Text of a progress: `38%  eta 1m 10s  epoch 3/8`. */
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
  const left = secondsLeft(first, last);
  if (left !== undefined) parts.push(`eta ${durationText(left)}`);
  if (note !== undefined && note !== "") parts.push(note);
  return parts.join("  ");
}
