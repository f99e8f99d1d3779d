import { coordinate } from "./figure.ts";

/**
 * Moves labels apart, as little as possible in one sweep down and one sweep up.
 *
 * @param wanted Vertical places; their order is kept, equal ones stay in the order given.
 * @param room Least gap and limits.
 */
export function placeLabels(
  wanted: readonly number[],
  room: {
    /** Least distance between two labels. */
    readonly gap: number;
    readonly low: number;
    readonly high: number;
  },
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) =>
    wanted[a]! - wanted[b]! || a - b
  );
  const placed = [...wanted];
  let limit = room.low;
  for (const i of order) {
    placed[i] = Math.max(placed[i]!, limit);
    limit = placed[i]! + room.gap;
  }
  limit = room.high;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i]!, limit);
    limit = placed[i]! - room.gap;
  }
  return placed.map(coordinate);
}
