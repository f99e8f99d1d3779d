import { type BenchmarkCell, checkCell } from "./cell.ts";
import { decodeModelMetrics, type ModelMetrics } from "./model_metrics.ts";

/** A training of a cell. */
export interface BenchmarkRecord {
  /** Key of the cell, 32 hexadecimal digits. */
  readonly hash: string;
  readonly epochs: number;
  readonly cell: BenchmarkCell;
  readonly metrics: ModelMetrics;
}

function fail(expected: string, found: unknown): never {
  const text = typeof found === "string" ? found : JSON.stringify(found);
  const short = text === undefined
    ? "nothing"
    : text.length > 60
    ? `${text.slice(0, 57)}...`
    : text;
  throw new SyntaxError(`Expected ${expected} but found ${short}`);
}

function parseMatrix(text: unknown): number[][] {
  if (typeof text !== "string" || !/^[01]+$/.test(text)) {
    fail("an adjacency matrix of 0 and 1", text);
  }
  const size = Math.sqrt(text.length);
  if (!Number.isInteger(size)) {
    fail("a square adjacency matrix", `${text.length} digits`);
  }
  return Array.from(
    { length: size },
    (_, row) => Array.from(text.slice(row * size, (row + 1) * size), Number),
  );
}

function decodeBase64(text: unknown): Uint8Array {
  if (typeof text !== "string") fail("metrics in base64", text);
  // written with a line break after every 76 characters
  const packed = text.replace(/\s/g, "");
  try {
    return Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  } catch {
    return fail("metrics in base64", text);
  }
}

/** Reads the JSON of a record: key, epochs, adjacency, operations, metrics. */
function parseContent(data: Uint8Array): BenchmarkRecord {
  let content: unknown;
  const text = new TextDecoder().decode(data);
  try {
    content = JSON.parse(text);
  } catch {
    fail("JSON", text);
  }
  if (!Array.isArray(content) || content.length !== 5) {
    fail("an array of 5", content);
  }
  const [hash, epochs, adjacency, operations, metrics] = content;
  if (typeof hash !== "string" || !/^[0-9a-f]{32}$/.test(hash)) {
    fail("a key of 32 hexadecimal digits", hash);
  }
  // derived tables write the epochs as text
  const count = typeof epochs === "string" && /^[1-9][0-9]*$/.test(epochs)
    ? Number(epochs)
    : epochs;
  if (!Number.isInteger(count) || count < 1 || count > 65_535) {
    fail("a number of epochs", epochs);
  }
  if (typeof operations !== "string") fail("operations", operations);
  const cell = {
    matrix: parseMatrix(adjacency),
    operations: operations.split(","),
  };
  checkCell(cell, "its cell");
  return {
    hash,
    epochs: count,
    cell,
    metrics: decodeModelMetrics(decodeBase64(metrics)),
  };
}

/**
 * Reads one record of a NAS-Bench-101 file.
 *
 * @param place Names the record in errors.
 * @throws {SyntaxError} If it is malformed: place, expected, found.
 */
export function parseRecord(data: Uint8Array, place: string): BenchmarkRecord {
  try {
    return parseContent(data);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new SyntaxError(`${error.message} in the record at ${place}`, {
      cause: error,
    });
  }
}
