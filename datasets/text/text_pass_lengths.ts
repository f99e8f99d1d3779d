import type { RandomStream } from "../../engine/philox.ts";
import {
  type TextColumns,
  type TextWindow,
  textWindow,
} from "./text_columns.ts";

/** Rows of one step. */
export interface PassStep {
  /** First row. */
  readonly from: number;
  readonly length: number;
}

/**
 * Steps of one pass over a text from top to bottom. As published, a last row that has no neighbour is left out.
 *
 * @param rows Rows of the text.
 * @param lengthOf Draws the length of a step.
 *
 * @example
 * ```ts
 * import { passSteps } from "./text_pass_lengths.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(passSteps(9, () => 3), [
 *   { from: 0, length: 3 },
 *   { from: 3, length: 3 },
 *   { from: 6, length: 2 },
 * ]);
 * ```
 */
export function passSteps(rows: number, lengthOf: () => number): PassStep[] {
  const steps: PassStep[] = [];
  for (let from = 0; from < Math.max(1, rows - 2);) {
    const length = Math.min(lengthOf(), rows - 1 - from);
    steps.push({ from, length });
    from += length;
  }
  return steps;
}

/** Share of steps of half the length; published. */
const HALVES = 0.05;

/** Length of a step of a search: the full length, or half of it (docs/recurrent.md section 2). */
export function searchLength(
  { uniform }: Pick<RandomStream, "uniform">,
  full: number,
): number {
  return uniform() < HALVES ? Math.max(1, Math.floor(full / 2)) : full;
}

/**
 * Length of a step of a training: normal around the full length, or half of it, with a deviation of 5 rows; at least 5
 * and at most 20 above the full length (docs/recurrent.md section 2).
 */
export function trainingLength(
  stream: Pick<RandomStream, "uniform" | "normal">,
  full: number,
): number {
  const mean = stream.uniform() < HALVES ? full / 2 : full;
  const drawn = Math.floor(mean + 5 * stream.normal());
  return Math.min(Math.max(5, drawn), full + 20);
}

/** A whole text in windows of one length. */
export function* textWindows(
  text: TextColumns,
  length: number,
): Generator<TextWindow> {
  for (let from = 0; from < text.rows - 1; from += length) {
    yield textWindow(text, from, length);
  }
}
