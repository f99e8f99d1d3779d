import type { PythonReader } from "./python_reader.ts";

/** Where a part of a value stands in it: keys and positions. */
export type ValuePath = readonly (string | number)[];

/** Functions that leave the value of their first argument as it is, by the last part of their name. */
const WRAPPERS =
  /^(?:list|tuple|array|tensor|str_?|int(?:8|16|32|64)?|uint(?:8|16|32|64)|float(?:16|32|64)?)$/;
const CONSTANTS: ReadonlySet<string> = new Set(
  ["None", "True", "False", "null", "true", "false"],
);
/** A dictionary of lists of lists of edges, each with two wrapped values; a deeper text would only fill the stack. */
const DEPTH = 8;

/**
 * Reads a value of a Python or JSON text: texts, numbers, lists, tuples, dictionaries, `range(...)`, and the wrappers in
 * which NumPy and PyTorch print numbers and texts (`np.int64(0)`). Constants are read as null.
 *
 * @param places Gets the offset of every part, by its path as JSON.
 * @throws {SyntaxError} If the text is no such value.
 */
export function readPythonValue(
  reader: PythonReader,
  { path, places, depth = 0 }: {
    readonly path: ValuePath;
    readonly places: Map<string, number>;
    readonly depth?: number;
  },
): unknown {
  if (!places.has(JSON.stringify(path))) {
    places.set(JSON.stringify(path), reader.offset());
  }
  const part = (...step: ValuePath) =>
    readPythonValue(reader, {
      path: [...path, ...step],
      places,
      depth: depth + 1,
    });
  const opens = reader.next("[") || reader.next("(") || reader.next("{");
  if (depth === DEPTH && (opens || reader.peekName() !== undefined)) {
    throw reader.expected("a text or a number");
  }
  if (reader.next("{")) {
    const entries: [string, unknown][] = [];
    eachOf(reader, "}", () => {
      const key = String(reader.literal());
      if (entries.some(([name]) => name === key)) {
        throw reader.expected(`${key} once`);
      }
      reader.take(":");
      entries.push([key, part(key)]);
    });
    return Object.fromEntries(entries);
  }
  if (opens) {
    const values: unknown[] = [];
    eachOf(reader, reader.next("[") ? "]" : ")", () => {
      values.push(part(values.length));
    });
    return values;
  }
  if (reader.peekName() === undefined) return reader.literal();
  if (CONSTANTS.has(reader.peekName()!)) {
    reader.take();
    return null;
  }
  const start = reader.offset();
  const first = reader.name();
  let name = first;
  while (reader.next(".")) {
    reader.take();
    name = reader.name();
  }
  if (name === "range" || name === "arange") return readRange(reader);
  if (!WRAPPERS.test(name)) {
    throw new SyntaxError(
      `Expected a text, a number, a list or range(...) but found ${first} in ${
        reader.locate(start)
      }`,
    );
  }
  reader.take("(");
  const value = part();
  while (!reader.next(")")) {
    // such as dtype=int64
    reader.take(",");
    if (reader.next(")")) break;
    reader.name();
    reader.take("=");
    part("of a wrapper");
  }
  reader.take(")");
  return value;
}

/** Takes an opening bracket, what `read` reads between commas, and the closing one. */
function eachOf(reader: PythonReader, close: string, read: () => void): void {
  reader.take();
  while (!reader.next(close)) {
    read();
    if (!reader.next(close)) reader.take(",");
  }
  reader.take(close);
}

function readRange(reader: PythonReader): number[] {
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
