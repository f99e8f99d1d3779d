import { assertEquals, assertThrows } from "@std/assert";
import { makeRecords } from "../../test/support/data/make_records.ts";
import { CIFAR10_META } from "./cifar10.ts";
import {
  CIFAR100_RECORDS,
  CIFAR10_RECORDS as layout,
  recordCount,
  recordImage,
  recordLabels,
} from "../formats/records.ts";

Deno.test("CIFAR10_META is the official file of 61 bytes", () => {
  assertEquals(CIFAR10_META.length, 61);
  assertEquals([
    CIFAR10_META.startsWith("airplane\nautomobile\n"),
    CIFAR10_META.endsWith("truck\n\n"),
  ], [true, true]);
});

Deno.test("recordLabels() and recordImage() read the official layout", () => {
  const bytes = makeRecords([3, 9], 1);
  assertEquals(recordLabels(bytes, layout, "x.bin"), Uint8Array.of(3, 9));
  const image = new Uint8Array(3072);
  recordImage(bytes, 1, { layout, target: image });
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
    () => recordCount(new Uint8Array(3072), layout, "x.bin"),
    RangeError,
    "Expected a multiple of 3073 bytes but found 3072 in x.bin",
  );
  assertThrows(
    () => recordCount(new Uint8Array(), layout, "x.bin"),
    RangeError,
    "found 0 in x.bin",
  );
  assertThrows(
    () => recordLabels(makeRecords([0, 10], 1), layout, "x.bin"),
    RangeError,
    "Expected a label from 0 to 9 but found 10 at byte 3073 (record 1) of x.bin",
  );
});

Deno.test("recordLabels() takes the fine label of CIFAR-100", () => {
  const bytes = new Uint8Array(2 * 3074);
  bytes.set([4, 0, 9]);
  bytes.set([19, 99, 7], 3074);
  assertEquals(
    recordLabels(bytes, CIFAR100_RECORDS, "x.bin"),
    Uint8Array.of(0, 99),
  );
  const image = new Uint8Array(3072);
  recordImage(bytes, 1, { layout: CIFAR100_RECORDS, target: image });
  assertEquals(image[0], 7);
  assertThrows(
    () => recordLabels(bytes.fill(100, 3075, 3076), CIFAR100_RECORDS, "x.bin"),
    RangeError,
    "Expected a label from 0 to 99 but found 100 at byte 3075 (record 1) of x.bin",
  );
});
