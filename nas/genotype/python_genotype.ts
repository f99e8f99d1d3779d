import type { GenotypeEdge } from "./edge_nodes.ts";
import type { Genotype } from "./genotype.ts";
import { checkGenotype, GENOTYPE_FIELDS } from "./check_genotype.ts";
import { createPythonReader, type PythonReader } from "./python_reader.ts";
import { derivablePrimitives } from "../space/primitives.ts";
import { readPythonValue, type ValuePath } from "./python_value.ts";

/** Edges as a Python list of tuples. */
export function formatEdges(edges: readonly GenotypeEdge[]): string {
  return `[${
    edges.map(([operation, source, node]) =>
      `('${operation}', ${node === undefined ? "" : `${node}, `}${source})`
    ).join(", ")
  }]`;
}

/** Nodes as a Python list, or a range of neighbours. */
export function formatConcat(concat: readonly number[]): string {
  const [first] = concat;
  const contiguous = concat.every((node, index) => node === first! + index);
  return contiguous && concat.length > 1
    ? `range(${first}, ${first! + concat.length})`
    : `[${concat.join(", ")}]`;
}

/**
 * A genotype in the Python text of the published code, which its training scripts read; edges that name their node are
 * written as FairDARTS writes them: operation, node, source. Auxiliary skips, which the published code does not know, are
 * a fifth field.
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
    }${genotype.auxiliary_skips ? ", auxiliary_skips=1" : ""})`;
}

/**
 * Start of a genotype: a call with a class of that name or with the fields of one, or a mapping with its keys or those
 * of NNI.
 */
const START =
  /\bGenotype\w*\s*\(|\b\w+\s*\(\s*(?=(?:normal|reduce)(?:_concat)?\s*=[^=])|\{\s*["'](?:normal|reduce|depth|width|space|genotype["']\s*:\s*\{)/;

/** The text with blanks for comments: offsets stay. */
function withoutComments(text: string): string {
  return text.replaceAll(/#[^\n]*/g, blank);
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}

/** The text with blanks for all that stands before a genotype; undefined without one. One in a comment counts last. */
function fromGenotype(text: string): string | undefined {
  const uncommented = text.replaceAll(/^[ \t]*#/gm, blank);
  for (const source of [text, uncommented]) {
    for (const code of [withoutComments(source), source]) {
      const at = code.search(START);
      if (at >= 0) return blank(source.slice(0, at)) + source.slice(at);
    }
  }
  return undefined;
}

/** Takes a call with fields by name or in their order. */
function readCall(
  reader: PythonReader,
  { text, places }: {
    readonly text: string;
    readonly places: Map<string, number>;
  },
): Record<string, unknown> {
  reader.name();
  reader.take("(");
  const fields = new Map<string, unknown>();
  while (!reader.next(")")) {
    const named = /^\w+\s*=/.test(text.slice(reader.offset()));
    const name = named ? reader.peekName()! : GENOTYPE_FIELDS[fields.size];
    if (name === undefined) throw reader.expected("four fields");
    if (fields.has(name)) throw reader.expected("each field once");
    if (named) {
      reader.name();
      reader.take("=");
    }
    fields.set(name, readPythonValue(reader, { path: [name], places }));
    if (!reader.next(")")) reader.take(",");
  }
  reader.take(")");
  return Object.fromEntries(fields);
}

/**
 * Reads a genotype from a text of the published code or of another toolkit: `Genotype(...)` by any name, as an
 * assignment, a line of a log or in quotes; or a dictionary or JSON with the same fields or with the keys of NNI (see
 * `parseGenotype`). The text is parsed, never executed: what stands before the genotype is ignored, and the genotype may
 * hold nothing but texts, numbers, lists, tuples, `range` and what NumPy and PyTorch write around numbers.
 *
 * @param text Such as `Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), ...)`.
 * @param place Named in errors before line and column, default `genotype`.
 * @throws {SyntaxError} If the text is no such text, with line and column.
 * @throws {TypeError} If it is not a valid genotype, with node, edge, line and column.
 */
export function parsePythonGenotype(
  text: string,
  place = "genotype",
): Genotype {
  const source = fromGenotype(text);
  const reader = createPythonReader(source ?? text, place);
  if (source === undefined) {
    if (reader.peekName() === undefined) {
      throw reader.expected("Genotype(...)");
    }
    if (reader.name() !== "Genotype") reader.take("=");
    if (!reader.next("(")) throw reader.expected("Genotype(...)");
  }
  const start = reader.offset();
  const places = new Map([["[]", start]]);
  const value = reader.next("{")
    ? readPythonValue(reader, { path: [], places })
    : readCall(reader, { text: source ?? text, places });
  const end = reader.offset();
  const second = withoutComments((source ?? text).slice(end)).search(START);
  if (second >= 0) {
    throw new SyntaxError(
      `Expected one genotype but found another in ${
        reader.locate(end + second)
      }: keep the one that you mean`,
    );
  }
  reader.end();
  const locate = (path: ValuePath) => {
    for (let length = path.length;; length--) {
      const at = places.get(JSON.stringify(path.slice(0, length)));
      if (at !== undefined) return reader.locate(at);
    }
  };
  return checkGenotype(value, { locate, known: derivablePrimitives() });
}
