import { cellHash } from "./cell_hash.ts";
import { parseRecord } from "./parse_record.ts";
import type { KeyedRow } from "./table.ts";
import { readTfRecords } from "./tf_records.ts";

/** Number of cells whose key is verified: all of a small table, a sample of the official one. */
const CHECKED = 10_000;
/** Number of sums for each cell. */
const SUMS = 6;

/**
 * Reads a NAS-Bench-101 file (`nasbench_only108.tfrecord` and its kin) and averages the repeated trainings of each
 * cell: the records with the same key and epochs.
 *
 * @throws {SyntaxError} If the file is malformed: file, offset, expected, found.
 */
export async function readTable(
  path: string,
  { report }: {
    /** Called about once a MiB with the bytes done and all bytes. */
    readonly report?: (done: number, total: number) => Promise<void> | void;
  } = {},
): Promise<KeyedRow[]> {
  const total = (await Deno.stat(path)).size;
  const sums = new Map<string, Float64Array>();
  let reported = 0;
  for await (const { data, offset, end } of readTfRecords(path)) {
    const place = `byte ${offset} of ${path}`;
    const { hash, epochs, cell, metrics } = parseRecord(data, place);
    const key = `${hash}${epochs}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      sums.set(key, sum = new Float64Array(SUMS));
      const own = sums.size <= CHECKED ? cellHash(cell) : hash;
      if (own !== hash) {
        throw new SyntaxError(
          `Expected the key ${
            own ?? "of a cell with a path"
          } but found ${hash} in the record at ${place}`,
        );
      }
    }
    const last = metrics.evaluations.at(-1)!;
    [
      1,
      metrics.trainableParameters,
      metrics.totalTime,
      last.trainAccuracy,
      last.validationAccuracy,
      last.testAccuracy,
    ].forEach((value, i) => {
      if (!Number.isFinite(value)) {
        throw new SyntaxError(
          `Expected finite metrics but found ${value} in the record at ${place}`,
        );
      }
      sum[i]! += value;
    });
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
  return Array.from(sums, ([key, sum]) => {
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
}
