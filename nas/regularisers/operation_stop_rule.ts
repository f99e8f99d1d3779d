import type { OperationStop } from "./regulariser.ts";

/** Published values of an {@linkcode OperationStop}. The published code counts to 20 from 0. */
export const OPERATION_STOP: OperationStop = { window: 21, threshold: 0.4 };

/** How far the operations of a search are from being stopped. */
export interface StopProgress {
  /** Scores of the window so far. */
  readonly count: number;
  /** Sum of the scores of the window so far, for each operation. */
  readonly sums: readonly number[];
  /** Positions of the operations that are stopped, ascending. */
  readonly stopped: readonly number[];
}

/** Progress before the first score. */
export function noStops(operations: number): StopProgress {
  return { count: 0, sums: Array(operations).fill(0), stopped: [] };
}

/** Progress after one more score of each operation. Operations that are stopped stay so. */
export function afterScores(
  { count, sums, stopped }: StopProgress,
  scores: readonly number[],
  { window, threshold, divisor = window }: OperationStop,
): StopProgress {
  const next = sums.map((sum, i) => sum + scores[i]!);
  if (count + 1 < window) return { count: count + 1, sums: next, stopped };
  const low = next.flatMap((sum, i) => sum / divisor < threshold ? [i] : []);
  return {
    count: 0,
    sums: next.map(() => 0),
    stopped: [...new Set([...stopped, ...low])].sort((a, b) => a - b),
  };
}
