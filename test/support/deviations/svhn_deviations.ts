// Files of SVHN that differ from the official ones.
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { type MadeArray, makeMat } from "../data/make_mat.ts";
import { withSplit } from "../data/make_dataset.ts";
import { noise } from "../data/make_wheel.ts";
import {
  type Deviation,
  type DeviationTable,
  refusedRows,
} from "./deviation.ts";

const DIGITS = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const TRAIN = [...DIGITS, ...DIGITS];

type Arrays = Readonly<Record<string, MadeArray>>;

const svhn = (labels: readonly number[], seed: number): Arrays => ({
  X: {
    shape: [32, 32, 3, labels.length],
    data: noise(3072 * labels.length, seed),
  },
  y: { shape: [labels.length, 1], data: Uint8Array.from(labels) },
});

const train = svhn(TRAIN, 1);
const test = makeMat(svhn(DIGITS, 2));
const bytesOf = (numbers: Float64Array | Int16Array) =>
  new Uint8Array(numbers.buffer as ArrayBuffer);

interface Found {
  readonly perClass: readonly number[];
  readonly passedOver: unknown;
  readonly logged: readonly string[];
}

/** Splits data of which the training file differs. */
async function split(trainFile: Uint8Array): Promise<Found> {
  const found: Found[] = [];
  await withSplit(
    { dataset: "svhn", official: false },
    { "train_32x32.mat": trainFile, "test_32x32.mat": test },
    {
      body: ({ dataset, logged }) => {
        const { files } = JSON.parse(
          Deno.readTextFileSync(join(dataset, "dataset.json")),
        );
        found.push({
          perClass: files.train,
          passedOver: files.passedOver,
          logged,
        });
      },
    },
  );
  return found[0]!;
}

/** A row of files that mean the same. */
function taken(
  what: string,
  how: string,
  ...files: (() => Uint8Array)[]
): Deviation {
  return {
    what,
    happens: "taken",
    how,
    check: async () => {
      for (const file of files) {
        const { perClass, passedOver } = await split(file());
        assertEquals(perClass, Array(10).fill(2), what);
        assertEquals(passedOver, {});
      }
    },
  };
}

const refused = refusedRows(
  (file: () => Uint8Array) => split(file()),
  "train_32x32.mat",
);

const labels = (y: MadeArray, more: Arrays = {}) => () =>
  makeMat({ ...train, y, ...more });
const labelled = (...list: number[]) =>
  labels({ shape: [list.length, 1], data: Uint8Array.from(list) });
const shaped = (...shape: number[]) => () =>
  makeMat({ ...train, X: { ...train.X!, shape } });
const headed = (at: number, ...values: number[]) => () => {
  const bytes = makeMat(train);
  bytes.set(values, at);
  return bytes;
};

/** Deviations of SVHN's MATLAB files. */
export const SVHN_DEVIATIONS: DeviationTable = {
  heading: "SVHN",
  rows: [
    taken(
      "arrays that are not compressed",
      "as those that are",
      () => makeMat(train, { compressed: false }),
    ),
    taken(
      "labels of another type",
      "whole numbers, such as double of MATLAB or int64 of NumPy",
      labels({
        shape: [20, 1],
        data: bytesOf(Float64Array.from(TRAIN)),
        kind: 6,
        storage: 9,
      }),
      labels({ shape: [20, 1], data: Uint8Array.from(TRAIN), kind: 14 }),
      labels({
        shape: [20, 1],
        data: bytesOf(Int16Array.from(TRAIN)),
        kind: 10,
        storage: 3,
      }),
    ),
    taken(
      "labels in a row",
      "1 x N in place of N x 1",
      labels({ shape: [1, 20], data: Uint8Array.from(TRAIN) }),
    ),
    {
      what: "further arrays of any kind",
      happens: "counted",
      how: "as arrays beside X and y",
      check: async () => {
        const { passedOver, logged } = await split(
          makeMat({
            meta: { shape: [1, 1], data: new Uint8Array(8), kind: 2 },
            ...train,
            boxes: {
              shape: [2, 1],
              data: bytesOf(Float64Array.of(1, 2)),
              kind: 6,
              storage: 9,
            },
          }),
        );
        assertEquals(passedOver, { "arrays beside X and y": 2 });
        assertEquals(logged.at(-1), "passed over: 2 arrays beside X and y");
      },
    },
    refused(
      "a label 0, or one above 10",
      "10 is the digit 0; with labels from 0 nobody knows which digit each is",
      [
        labelled(...TRAIN.map((label) => label % 10)),
        "Expected a label from 1 to 10, where 10 is the digit 0, but found 0 in image 0 of",
      ],
      [labelled(...TRAIN.slice(0, 19), 11), "but found 11 in image 19 of"],
      [
        labels({
          shape: [20, 1],
          data: bytesOf(Float64Array.from(TRAIN, (label) => label - 0.5)),
          kind: 6,
          storage: 9,
        }),
        "but found 9.5 in image 0 of",
      ],
    ),
    refused(
      "a digit without an image",
      "the message names it",
      [
        labelled(...TRAIN.map((label) => label === 7 ? 1 : label)),
        "No images of class 7 (label 7) in",
      ],
    ),
    refused(
      "X and y of different lengths",
      "the message has both",
      [
        labelled(...DIGITS),
        "Expected 32 x 32 x 3 x 10 pixels but found 32 x 32 x 3 x 20 in X of",
      ],
    ),
    refused(
      "axes in another order",
      "X is height x width x 3 x N",
      [shaped(20, 32, 32, 3), "but found 20 x 32 x 32 x 3 in X of"],
      [shaped(3, 32, 32, 20), "but found 3 x 32 x 32 x 20 in X of"],
      [shaped(1024, 60), "but found 1024 x 60 in X of"],
    ),
    refused(
      "pixels of another type",
      "it is not known whether they end at 1 or at 255",
      [
        () => makeMat({ ...train, X: { ...train.X!, kind: 6 } }),
        "Expected uint8 pixels from 0 to 255 but found double in X of",
      ],
    ),
    refused(
      "a file without X or y",
      "the message says which arrays it has",
      [
        () => makeMat({ x: train.X!, y: train.y! }),
        "Expected one array X but found x, y in",
      ],
    ),
    refused(
      "a file of MATLAB 7.3 (HDF5)",
      "save it with `-v7`",
      [
        headed(124, 0, 2),
        "Expected a MATLAB 5 file but found one of MATLAB 7.3",
      ],
      [headed(0, 0x89, 0x48, 0x44, 0x46), "save it with -v7"],
    ),
    refused(
      "a big-endian, damaged or cut file",
      "with its place",
      [headed(126, 0x4d, 0x49), "Expected the mark IM of a little-endian"],
      [headed(200, 1, 2, 3, 4), "Expected a whole zlib stream"],
      [() => makeMat(train).slice(0, 9000), "bytes but found"],
    ),
    refused(
      "the test images as training images",
      "a network would be tested on what it was trained on",
      [() => test, "Expected images of its own in"],
    ),
  ],
};
