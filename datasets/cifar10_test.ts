import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { makeRecords } from "../test/make_records.ts";
import {
  CIFAR10_MEAN,
  CIFAR10_META,
  CIFAR10_STD,
  CIFAR10_TRAIN_FILES,
} from "./cifar10.ts";
import { recordCount, recordImage, recordLabels } from "./cifar10_records.ts";

Deno.test("CIFAR10_META is the official file of 61 bytes", () => {
  assertEquals(CIFAR10_META.length, 61);
  assertEquals([
    CIFAR10_META.startsWith("airplane\nautomobile\n"),
    CIFAR10_META.endsWith("truck\n\n"),
  ], [true, true]);
});

Deno.test("recordLabels() and recordImage() read the official layout", () => {
  const bytes = makeRecords([3, 9], 1);
  assertEquals(recordLabels(bytes, "x.bin"), Uint8Array.of(3, 9));
  const image = new Uint8Array(3072);
  recordImage(bytes, 1, image);
  // Pixel (row 2, column 5): red, green and blue lie 1024 bytes apart.
  const at = 3073 + 1 + 2 * 32 + 5;
  assertEquals([...image.subarray(3 * 69, 3 * 69 + 3)], [
    bytes[at],
    bytes[at + 1024],
    bytes[at + 2048],
  ]);
});

Deno.test("recordLabels() refuses a file of another length and a label out of range", () => {
  assertThrows(
    () => recordCount(new Uint8Array(3072), "x.bin"),
    RangeError,
    "Expected a multiple of 3073 bytes but found 3072 in x.bin",
  );
  assertThrows(
    () => recordCount(new Uint8Array(), "x.bin"),
    RangeError,
    "found 0 in x.bin",
  );
  assertThrows(
    () => recordLabels(makeRecords([0, 10], 1), "x.bin"),
    RangeError,
    "Expected a label from 0 to 9 but found 10 in record 1 of x.bin",
  );
});

/** Folder with the official files; the test is slow and needs a download, so it runs on demand alone. */
const FOLDER = Deno.env.get("SDARTS_CIFAR10_FILES");

Deno.test({
  name: "slow: the published mean and std are those of the training images",
  ignore: FOLDER === undefined,
  fn: async () => {
    const sum = [0, 0, 0];
    const squares = [0, 0, 0];
    let count = 0;
    for (const { name } of CIFAR10_TRAIN_FILES) {
      const bytes = await Deno.readFile(join(FOLDER!, name));
      const records = recordCount(bytes, name);
      count += records * 1024;
      for (let record = 0; record < records; record++) {
        for (let at = 0; at < 3072; at++) {
          const value = bytes[record * 3073 + 1 + at]!;
          const channel = at >> 10;
          sum[channel]! += value;
          squares[channel]! += value * value;
        }
      }
    }
    for (let channel = 0; channel < 3; channel++) {
      const mean = sum[channel]! / count;
      assertAlmostEquals(mean / 255, CIFAR10_MEAN[channel]!, 1e-6);
      assertAlmostEquals(
        Math.sqrt(squares[channel]! / count - mean * mean) / 255,
        CIFAR10_STD[channel]!,
        1e-6,
      );
    }
  },
});
