import { parseJson } from "../../common/parse_json.ts";
import type { EvaluationData } from "./model_metrics.ts";

/** Mean results of a cell over its repeated trainings, after the last epoch. */
export interface BenchmarkRow extends Omit<EvaluationData, "currentEpoch"> {
  /** Trainings that were averaged; 3 in the official tables. */
  readonly repeats: number;
  /** Number of trainable weights. */
  readonly parameters: number;
}

/** Best results of a table for one length of training. */
export interface TableHead {
  /** Epochs of the trainings. */
  readonly epochs: number;
  readonly cells: number;
  /** Best mean test accuracy of a cell. */
  readonly bestTestAccuracy: number;
  /** Best mean validation accuracy of a cell. */
  readonly bestValidationAccuracy: number;
}

/** A NAS-Bench-101 table in memory. */
export interface BenchmarkTable {
  /** Lengths of training, ascending. */
  readonly heads: readonly TableHead[];
  /** Results of a cell after some epochs; undefined if the table has none. */
  query(hash: string, epochs: number): BenchmarkRow | undefined;
  /** Best mean test accuracy minus that of a cell; 0 for the best one. */
  regret(row: BenchmarkRow, epochs: number): number;
}

/** First bytes of an index file. */
const MAGIC = "sdarts-nasbench101-1\n";
/** Bytes of a key; each is followed by {@linkcode NUMBERS} numbers of 8 bytes. */
const KEY = 18;
const NUMBERS = 6;
const ROW = KEY + NUMBERS * 8;

/** Results of a cell for one length of training, with their key. */
export interface KeyedRow extends BenchmarkRow {
  /** Key of the cell, 32 hexadecimal digits. */
  readonly hash: string;
  /** Epochs of the trainings. */
  readonly epochs: number;
}

/** Key of a row: that of the cell, then the epochs; sorts as text. */
function keyOf(hash: string, epochs: number): string {
  return hash + epochs.toString(16).padStart(4, "0");
}

/** Encodes an index file; the order of the rows does not matter. */
export function encodeTable(rows: Iterable<KeyedRow>): Uint8Array<ArrayBuffer> {
  const sorted = Array.from(
    rows,
    (row) => ({ key: keyOf(row.hash, row.epochs), row }),
  ).sort((a, b) => a.key < b.key ? -1 : 1);
  const lengths = [...new Set(sorted.map(({ row }) => row.epochs))]
    .sort((a, b) => a - b);
  const heads = lengths.map((epochs): TableHead => {
    let cells = 0;
    let bestTestAccuracy = 0;
    let bestValidationAccuracy = 0;
    for (const { row } of sorted) {
      if (row.epochs !== epochs) continue;
      cells++;
      bestTestAccuracy = Math.max(bestTestAccuracy, row.testAccuracy);
      bestValidationAccuracy = Math.max(
        bestValidationAccuracy,
        row.validationAccuracy,
      );
    }
    return { epochs, cells, bestTestAccuracy, bestValidationAccuracy };
  });
  const head = new TextEncoder().encode(
    `${MAGIC}${JSON.stringify({ rows: sorted.length, heads })}\n`,
  );
  const bytes = new Uint8Array(head.length + sorted.length * ROW);
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  sorted.forEach(({ key, row }, i) => {
    const at = head.length + i * ROW;
    for (let b = 0; b < KEY; b++) {
      bytes[at + b] = Number.parseInt(key.slice(2 * b, 2 * b + 2), 16);
    }
    [
      row.repeats,
      row.parameters,
      row.trainingTime,
      row.trainAccuracy,
      row.validationAccuracy,
      row.testAccuracy,
    ].forEach((value, n) => view.setFloat64(at + KEY + 8 * n, value, true));
  });
  return bytes;
}

function parseHead(
  text: string,
  path: string,
): { rows: number; heads: TableHead[] } {
  const place = `the head at byte ${MAGIC.length} of ${path}`;
  const { rows, heads } = Object(parseJson(text, place));
  if (Number.isSafeInteger(rows) && rows >= 0 && Array.isArray(heads)) {
    return { rows, heads };
  }
  throw new SyntaxError(`Expected rows and heads but found others in ${place}`);
}

/**
 * Opens an index file. Rows are decoded on demand; a query is a binary search.
 *
 * @throws {SyntaxError} If the file is no index or is cut off.
 */
export function openTable(path: string): BenchmarkTable {
  const bytes = Deno.readFileSync(path);
  const decoder = new TextDecoder();
  const found = decoder.decode(bytes.subarray(0, MAGIC.length));
  const end = bytes.indexOf(10, MAGIC.length);
  if (found !== MAGIC || end < 0) {
    throw new SyntaxError(
      `Expected ${JSON.stringify(MAGIC)} but found ${
        JSON.stringify(found)
      } at byte 0 of ${path}`,
    );
  }
  const { rows, heads } = parseHead(
    decoder.decode(bytes.subarray(MAGIC.length, end)),
    path,
  );
  const base = end + 1;
  if (bytes.length !== base + rows * ROW) {
    throw new SyntaxError(
      `Expected ${
        base + rows * ROW
      } bytes but found ${bytes.length} in ${path}`,
    );
  }
  const view = new DataView(bytes.buffer);
  const compare = (row: number, key: Uint8Array): number => {
    const at = base + row * ROW;
    for (let b = 0; b < KEY; b++) {
      const difference = bytes[at + b]! - key[b]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return {
    heads,
    query(hash, epochs) {
      const text = keyOf(hash, epochs);
      const key = Uint8Array.from(
        { length: KEY },
        (_, b) => Number.parseInt(text.slice(2 * b, 2 * b + 2), 16),
      );
      let low = 0;
      let high = rows;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (compare(middle, key) < 0) low = middle + 1;
        else high = middle;
      }
      if (low === rows || compare(low, key) !== 0) return undefined;
      const number = (n: number) =>
        view.getFloat64(base + low * ROW + KEY + 8 * n, true);
      return {
        repeats: number(0),
        parameters: number(1),
        trainingTime: number(2),
        trainAccuracy: number(3),
        validationAccuracy: number(4),
        testAccuracy: number(5),
      };
    },
    regret(row, epochs) {
      const head = heads.find((known) => known.epochs === epochs);
      if (head === undefined) {
        throw new RangeError(
          `Expected epochs of ${
            heads.map((known) => known.epochs).join(", ")
          } but found ${epochs}`,
        );
      }
      return head.bestTestAccuracy - row.testAccuracy;
    },
  };
}
