// Makes a NAS-Bench-101 table of invented cells.
import type { BenchmarkCell } from "../../../datasets/nasbench101/cell.ts";
import { cellHash } from "../../../datasets/nasbench101/cell_hash.ts";
import { maskedCrc32c } from "../../../common/crc32c.ts";

/** One training to write into a made-up benchmark file. */
export interface MadeRecord {
  readonly cell: BenchmarkCell;
  readonly test: number;
  readonly validation?: number;
  /** A number, or text as derived tables have it. */
  readonly epochs?: number | string;
  /** Another key than the cell's. */
  readonly hash?: string;
}

function double(field: number, value: number): number[] {
  const bytes = new Uint8Array(9);
  bytes[0] = field << 3 | 1;
  new DataView(bytes.buffer).setFloat64(1, value, true);
  return [...bytes];
}

function lengthPrefixed(field: number, bytes: readonly number[]): number[] {
  return [field << 3 | 2, bytes.length, ...bytes];
}

/** The protocol buffer of one training, with a field that readers do not know. */
export function makeMetrics(
  { test, validation = test, epochs = 4 }: Omit<MadeRecord, "cell">,
): Uint8Array {
  const end = Number(epochs);
  const at = (epoch: number, share: number) =>
    lengthPrefixed(1, [
      ...double(1, epoch),
      ...double(2, 10 * epoch),
      ...double(3, share),
      ...double(4, share * validation),
      ...double(5, share * test),
      ...lengthPrefixed(6, [47, 120]),
    ]);
  return Uint8Array.from([
    ...at(0, 0.1),
    ...at(end / 2, 0.5),
    ...at(end, 1),
    ...[0x10, 0xac, 0x02], // 300 weights
    ...double(3, 10 * end),
    ...double(9, 1),
  ]);
}

/** One record in its frame. */
export function frame(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}

/** Content of a record as the official writer writes it: base64 in lines of 76 characters. */
export function makeContent(record: MadeRecord): Uint8Array {
  const { cell, epochs = 4, hash = cellHash(cell) } = record;
  const base64 = btoa(String.fromCharCode(...makeMetrics(record)))
    .replace(/.{1,76}/g, "$&\n");
  const adjacency = cell.matrix.flat().join("");
  return new TextEncoder().encode(
    JSON.stringify([
      hash,
      epochs,
      adjacency,
      cell.operations.join(","),
      base64,
    ]),
  );
}

/** Bytes of a TFRecord file of trainings. */
export function makeBenchmark(
  records: readonly MadeRecord[],
): Uint8Array<ArrayBuffer> {
  const frames = records.map((record) => frame(makeContent(record)));
  const bytes = new Uint8Array(frames.reduce((sum, f) => sum + f.length, 0));
  let at = 0;
  for (const part of frames) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A chain of operations from input to output. */
export function chain(...operations: string[]): BenchmarkCell {
  const size = operations.length + 2;
  return {
    matrix: Array.from(
      { length: size },
      (_, row) =>
        Array.from({ length: size }, (_, column) => column === row + 1 ? 1 : 0),
    ),
    operations: ["input", ...operations, "output"],
  };
}
