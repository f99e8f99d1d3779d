/** A text in columns: column b has the b-th contiguous part, [rows, columns] row-major. */
export interface TextColumns {
  /** Numbers of words. */
  readonly ids: Int32Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Cuts a text to a multiple of the columns and puts its contiguous parts side by side (docs/recurrent.md section 3).
 *
 * @param columns Batch size of a model that reads it from top to bottom.
 * @param name Name of the text in messages.
 * @throws {RangeError} If there are not two rows, of which one follows the other.
 */
export function textColumns(
  text: Int32Array,
  columns: number,
  name: string,
): TextColumns {
  const rows = Math.floor(text.length / columns);
  if (rows < 2) {
    throw new RangeError(
      `Expected ${
        2 * columns
      } tokens or more, for a batch of ${columns}, but found ${text.length} in ${name}: a smaller batch needs fewer`,
    );
  }
  const ids = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      ids[row * columns + column] = text[column * rows + row]!;
    }
  }
  return { ids, rows, columns };
}

/** Rows of a text with the words that follow them. */
export interface TextWindow {
  /** Numbers of words, [length, columns]. */
  readonly x: Int32Array;
  /** Numbers of the next words, [length, columns]. */
  readonly y: Int32Array;
  /** Rows: fewer than asked for where the text ends. */
  readonly length: number;
}

/**
 * Rows from a place on, as many as asked for or as the text has followers for.
 *
 * @param from First row, from 0 to `rows - 2`.
 * @throws {RangeError} If no row follows the first.
 *
 * @example
 * ```ts
 * import { textColumns, textWindow } from "./text_columns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = textColumns(Int32Array.of(0, 1, 2, 3, 4, 5, 6), 2, "train.txt");
 * const { x, y, length } = textWindow(text, 1, 35);
 * assertEquals([[...x], [...y], length], [[1, 4], [2, 5], 1]);
 * ```
 */
export function textWindow(
  { ids, rows, columns }: TextColumns,
  from: number,
  length: number,
): TextWindow {
  const found = Math.min(length, rows - 1 - from);
  if (!(from >= 0 && found >= 1)) {
    throw new RangeError(
      `Expected a row from 0 to ${rows - 2} but found ${from}`,
    );
  }
  const at = (row: number) => row * columns;
  return {
    x: ids.subarray(at(from), at(from + found)),
    y: ids.subarray(at(from + 1), at(from + 1 + found)),
    length: found,
  };
}
