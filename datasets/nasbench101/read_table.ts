import { createHash } from "node:crypto";
import type { BenchmarkCell } from "./cell.ts";
import { cellHash } from "./cell_hash.ts";
import { type BenchmarkRecord, parseRecord } from "./parse_record.ts";
import type { KeyedRow } from "./table.ts";
import { readTfRecords } from "./tf_records.ts";

/** Number of cells whose key is verified in a file of known bytes; in other files it is that of every record. */
const CHECKED = 10_000;
/** Number of sums for each cell. */
const SUMS = 6;

/** Rows of a table, and what of its file is none. */
export interface ReadTable {
  readonly rows: readonly KeyedRow[];
  /** Number of records that were passed over, by their kind in the plural. */
  readonly passedOver: Readonly<Record<string, number>>;
}

/**
 * Reads a NAS-Bench-101 file (`nasbench_only108.tfrecord` and its kin) and averages the repeated trainings of each
 * cell: the records with the same key and epochs. Where a cell has more of them than most, equal records count once.
 *
 * @throws {SyntaxError} If the file is malformed: file, offset, expected, found.
 */
export async function readTable(
  path: string,
  { official = false, report }: {
    /** True for the authors' file, byte for byte: less is checked. */
    readonly official?: boolean;
    /** Called about once a MiB with the bytes done and all bytes. */
    readonly report?: (done: number, total: number) => Promise<void> | void;
  } = {},
): Promise<ReadTable> {
  const total = (await Deno.stat(path)).size;
  const sums = new Map<string, Float64Array>();
  const records = new Set<string>();
  const again = new Map<string, number[][]>();
  let reported = 0;
  for await (const { data, offset, end } of readTfRecords(path)) {
    const place = `byte ${offset} of ${path}`;
    const record = parseRecord(data, place);
    const { hash, epochs, cell } = record;
    const key = `${hash}${epochs}`;
    const sum = sums.getOrInsertComputed(key, () => new Float64Array(SUMS));
    if (!official || (sum[0] === 0 && sums.size <= CHECKED)) {
      checkKey(cell, hash, place);
    }
    const values = valuesOf(record, place);
    const before = records.size;
    if (!official) {
      records.add(createHash("md5").update(data).digest("binary"));
    }
    if (official || records.size > before) add(sum, values);
    else again.getOrInsert(key, []).push(values);
    if (end - reported >= 1 << 20) {
      reported = end;
      await report?.(end, total);
    }
  }
  if (sums.size === 0) {
    throw new SyntaxError(
      `No records in ${path}`,
    );
  }
  await report?.(total, total);
  const surplus = addAgain(sums, again);
  const rows = Array.from(sums, ([key, sum]) => {
    const repeats = sum[0]!;
    const mean = (at: number) => sum[at]! / repeats;
    return {
      hash: key.slice(0, 32),
      epochs: Number(key.slice(32)),
      repeats,
      parameters: mean(1),
      trainingTime: mean(2),
      trainAccuracy: mean(3),
      validationAccuracy: mean(4),
      testAccuracy: mean(5),
    };
  });
  return {
    rows,
    passedOver: surplus === 0 ? {} : { "repeated records": surplus },
  };
}

function add(sum: Float64Array, values: readonly number[]): void {
  values.forEach((value, at) => sum[at]! += value);
}

/**
 * Adds records that are equal to earlier ones: two trainings may come out the same, but where a cell has more records
 * than most, they are one training that was written twice.
 *
 * @returns Number of records that were not added.
 */
function addAgain(
  sums: ReadonlyMap<string, Float64Array>,
  again: ReadonlyMap<string, readonly number[][]>,
): number {
  if (again.size === 0) return 0;
  const rows = new Map<number, number>();
  const countOf = (key: string) =>
    sums.get(key)![0]! + (again.get(key)?.length ?? 0);
  for (const key of sums.keys()) {
    rows.set(countOf(key), (rows.get(countOf(key)) ?? 0) + 1);
  }
  const [usual] = [...rows].sort(([a, m], [b, n]) => n - m || a - b)[0]!;
  let surplus = 0;
  for (const [key, values] of again) {
    const kept = Math.max(
      0,
      values.length - Math.max(0, countOf(key) - usual),
    );
    surplus += values.length - kept;
    for (const one of values.slice(0, kept)) add(sums.get(key)!, one);
  }
  return surplus;
}

/** Throws if a key is not that of the cell. */
function checkKey(cell: BenchmarkCell, hash: string, place: string): void {
  const own = cellHash(cell);
  if (own !== hash) {
    throw new SyntaxError(
      `Expected the key ${
        own ?? "of a cell with a path"
      } but found ${hash} in the record at ${place}`,
    );
  }
}

/** Numbers of one training whose sums give means: 1 (the sum is the count), weights, seconds, accuracies at the end. */
function valuesOf(
  { epochs, metrics }: BenchmarkRecord,
  place: string,
): number[] {
  const fail = (expected: string, found: number) => {
    throw new SyntaxError(
      `Expected ${expected} but found ${found} in the record at ${place}`,
    );
  };
  const last = metrics.evaluations.at(-1)!;
  if (last.currentEpoch !== epochs) {
    fail(`a last evaluation after epoch ${epochs}`, last.currentEpoch);
  }
  const sizes = [metrics.trainableParameters, metrics.totalTime];
  const accuracies = [
    last.trainAccuracy,
    last.validationAccuracy,
    last.testAccuracy,
  ];
  for (const value of [...sizes, ...accuracies]) {
    if (!Number.isFinite(value)) fail("finite metrics", value);
  }
  for (const value of accuracies) {
    if (value < 0 || value > 1) fail("an accuracy from 0 to 1", value);
  }
  return [1, ...sizes, ...accuracies];
}
