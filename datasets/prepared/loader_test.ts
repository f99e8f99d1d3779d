import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { noise } from "../../test/support/data/make_wheel.ts";
import { TINY_MANIFEST } from "../../test/support/data/tiny_manifest.ts";
import { augmentation as crop } from "../augmentations/crop.ts";
import { augmentation as cutout } from "../augmentations/cutout.ts";
import { augmentation as flip } from "../augmentations/flip.ts";
import { normalisationTable } from "../pixels/write_image.ts";
import { augmentedImages } from "./augmented_images.ts";
import {
  batchCount,
  batches,
  type BatchesOptions,
  epochOrder,
  loadBatch,
  shuffled,
} from "./loader.ts";
import { memoryImages } from "../../test/support/data/memory_images.ts";
import type { Dataset } from "./open_dataset.ts";
import type { DatasetPart } from "./open_shards.ts";

const SIZE = 4;

function part(count: number, seed: number): DatasetPart {
  return {
    count,
    images: memoryImages(noise(count * 3 * SIZE * SIZE, seed), SIZE),
    labels: Int32Array.from({ length: count }, (_, at) => at % 2),
    ids: Int32Array.from({ length: count }, (_, at) => 100 + at),
  };
}

const dataset: Dataset = {
  manifest: {
    ...TINY_MANIFEST,
    size: SIZE,
    pad: 1,
    train: 10,
    test: 5,
  },
  train: part(10, 1),
  split: { weights: [0, 2, 4, 6, 8], alpha: [1, 3, 5, 7, 9] },
  [Symbol.dispose]: () => {},
  table: normalisationTable([0, 0, 0], [1, 1, 1]),
};

const write = augmentedImages(dataset, {
  list: [crop, flip, cutout],
  cutout: 2,
})({ seed: 1, stream: "weights", epoch: 0 });
const options: BatchesOptions = {
  part: dataset.train,
  positions: dataset.split.weights,
  batch: 2,
  last: "keep",
};

Deno.test("batches() gives every image once, the last batch smaller or not at all", () => {
  const ids = (last: "keep" | "drop") =>
    [...batches(dataset, { ...options, last })].map((batch) => [...batch.ids]);
  assertEquals(ids("keep"), [[100, 102], [104, 106], [108]]);
  assertEquals(ids("drop"), [[100, 102], [104, 106]]);
  assertEquals([
    batchCount(5, { batch: 2, last: "keep" }),
    batchCount(5, { batch: 2, last: "drop" }),
  ], [3, 2]);
});

Deno.test("batches() gives pixels, labels and step that belong together", () => {
  const [, second] = [...batches(dataset, options)];
  assertEquals([second?.step, second?.x.length, [...second?.y ?? []]], [
    1,
    2 * 48,
    [0, 0],
  ]);
  assertEquals(
    second?.x[48],
    Math.fround(dataset.train.images.at(6).pixels[0]! / 255),
  );
});

Deno.test("batches() from a later step equals the rest of a whole pass", () => {
  const whole = [...batches(dataset, { ...options, write })];
  assertEquals(
    [...batches(dataset, { ...options, write, start: 1 })],
    whole.slice(1),
  );
  assertEquals([...batches(dataset, { ...options, write, start: 3 })], []);
});

Deno.test("batches() changes an image in the same way in any batch", () => {
  const alone = [...batches(dataset, { ...options, batch: 1, write })];
  const reversed = [...batches(dataset, {
    ...options,
    batch: 5,
    positions: [...dataset.split.weights].reverse(),
    write,
  })][0];
  alone.forEach(({ x }, at) =>
    assertEquals(reversed?.x.subarray((4 - at) * 48, (5 - at) * 48), x)
  );
});

Deno.test("batches() hands out arrays of its own", () => {
  const [first] = [...batches(dataset, options)];
  first?.x.fill(9);
  first?.y.fill(9);
  const [again] = [...batches(dataset, options)];
  assertNotEquals(again?.x, first?.x);
  assertEquals([...again?.y ?? []], [0, 0]);
});

Deno.test("epochOrder() is another permutation for each epoch and stream", () => {
  const order = (
    epoch: number,
    stream = "weights",
  ) => [...epochOrder(50, { seed: 0, stream, epoch })];
  assertEquals(
    [...order(0)].sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, at) => at),
  );
  assertEquals(order(1), order(1));
  assertNotEquals(order(0), order(1));
  assertNotEquals(order(0), order(0, "alpha"));
});

Deno.test("shuffled() keeps the positions", () => {
  const found = shuffled(dataset.split.alpha, {
    seed: 0,
    stream: "alpha",
    epoch: 4,
  });
  assertEquals([...found].sort((a, b) => a - b), [1, 3, 5, 7, 9]);
});

Deno.test("loadBatch() and batches() refuse what is not there", () => {
  assertThrows(
    () => loadBatch(dataset, part(5, 2), [5]),
    RangeError,
    "Expected a position from 0 to 4 but found 5",
  );
  assertThrows(
    () => [...batches(dataset, { ...options, batch: 0 })],
    RangeError,
    "Expected a batch of 1 or more images but found 0",
  );
});
