import type { Genotype, GenotypeEdge } from "./genotype.ts";
import { parseGenotype } from "./parse_genotype.ts";
import { createPythonReader, type PythonReader } from "./python_reader.ts";

function formatEdges(edges: readonly GenotypeEdge[]): string {
  return `[${
    edges.map(([operation, source]) => `('${operation}', ${source})`).join(", ")
  }]`;
}

function formatConcat(concat: readonly number[]): string {
  const [first] = concat;
  const contiguous = concat.every((node, index) => node === first! + index);
  return contiguous && concat.length > 1
    ? `range(${first}, ${first! + concat.length})`
    : `[${concat.join(", ")}]`;
}

/**
 * A genotype in the Python text of the published code, which its training scripts read.
 *
 * @example
 * ```ts
 * import { formatPythonGenotype } from "./python_genotype.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const cell = [["sep_conv_3x3", 0], ["skip_connect", 1]] as const;
 * assertEquals(
 *   formatPythonGenotype({ normal: cell, normal_concat: [2], reduce: cell, reduce_concat: [2] }),
 *   "Genotype(normal=[('sep_conv_3x3', 0), ('skip_connect', 1)], normal_concat=[2], " +
 *     "reduce=[('sep_conv_3x3', 0), ('skip_connect', 1)], reduce_concat=[2])",
 * );
 * ```
 */
export function formatPythonGenotype(genotype: Genotype): string {
  const { normal, normal_concat, reduce, reduce_concat } = genotype;
  return `Genotype(normal=${formatEdges(normal)}, normal_concat=${
    formatConcat(normal_concat)
  }, ` +
    `reduce=${formatEdges(reduce)}, reduce_concat=${
      formatConcat(reduce_concat)
    })`;
}

/** A text, an integer, a list or tuple of values, or `range(...)`. */
function readValue(reader: PythonReader, depth = 0): unknown {
  if (reader.next("[") || reader.next("(")) {
    // Lists of tuples are all that a genotype holds; a deeper text would only fill the stack.
    if (depth === 2) throw reader.expected("a text or a number");
    const close = reader.take() === "[" ? "]" : ")";
    const values: unknown[] = [];
    while (!reader.next(close)) {
      values.push(readValue(reader, depth + 1));
      if (!reader.next(close)) reader.take(",");
    }
    reader.take(close);
    return values;
  }
  if (!reader.next("range")) return reader.literal();
  reader.take("range");
  reader.take("(");
  const first = reader.integer();
  const end = reader.next(",")
    ? (reader.take(","), reader.integer())
    : undefined;
  const [from, to] = end === undefined ? [0, first] : [first, end];
  if (to - from > 1000) {
    throw reader.expected("a range of at most 1000 numbers");
  }
  reader.take(")");
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

/**
 * Reads a genotype from the Python text of the published code, with or without `NAME =` in front. The text is parsed,
 * never executed: it may hold nothing but texts, integers, lists, tuples and `range`.
 *
 * @param text Such as `Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), ...)`.
 * @param place Named in errors before line and column, default `genotype`.
 * @throws {SyntaxError} If the text is no such Python text, with line and column.
 * @throws {TypeError} If it is not a valid genotype.
 */
export function parsePythonGenotype(
  text: string,
  place = "genotype",
): Genotype {
  const reader = createPythonReader(text, place);
  if (reader.peekName() !== "Genotype") {
    reader.name();
    reader.take("=");
  }
  reader.take("Genotype");
  reader.take("(");
  const fields = new Map<string, unknown>();
  while (!reader.next(")")) {
    if (fields.has(reader.peekName() ?? "")) {
      throw reader.expected("each field once");
    }
    const name = reader.name();
    reader.take("=");
    fields.set(name, readValue(reader));
    if (!reader.next(")")) reader.take(",");
  }
  reader.take(")");
  reader.end();
  return parseGenotype(Object.fromEntries(fields), place);
}
