import { stringify as write } from "yaml";

/** Options of `stringify`. */
export interface StringifyOptions {
  /** Columns of an indentation step; 2 by default. */
  indent?: number;
  /** Sorts the keys of every mapping. */
  sortKeys?: boolean;
  /** Columns at which long text is folded, -1 for never; 80 by default. */
  lineWidth?: number;
}

/**
 * Writes a value as a YAML document.
 *
 * @param data Value of plain objects, arrays, text, numbers, truth values and null.
 * @returns YAML text that ends with a newline.
 *
 * @example
 * ```ts
 * import { stringify } from "@std/yaml";
 * import { assertEquals } from "@std/assert";
 * assertEquals(stringify({ b: 1, a: [2] }, { sortKeys: true }), "a:\n  - 2\nb: 1\n");
 * ```
 */
export function stringify(
  data: unknown,
  options: StringifyOptions = {},
): string {
  const { indent = 2, sortKeys = false, lineWidth = 80 } = options;
  return write(data, {
    indent,
    sortMapEntries: sortKeys,
    lineWidth: Math.max(lineWidth, 0),
    singleQuote: true,
  });
}
