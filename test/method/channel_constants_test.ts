// avalanche PR#554: CIFAR-100 normalised with the numbers of CIFAR-10.
import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { loadBatch } from "../../datasets/prepared/loader.ts";
import type { ImageSource } from "../../datasets/sources/image_source.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import {
  type DatasetName,
  DATASETS,
} from "../../datasets/catalogue/registry.ts";
import { readSourceNote } from "../../datasets/sources/source_note.ts";
import { builtInDataset } from "../support/data/built_in_dataset.ts";
import { openFiles } from "../../datasets/sources/open_files.ts";
import { cifar10Files, withSplit } from "../support/data/make_dataset.ts";
import { makeRecords } from "../support/data/make_records.ts";
import { makeSvhn } from "../support/data/make_mat.ts";
import { noise } from "../support/data/make_wheel.ts";

/** Constants of the published code (docs/method.md section 5). */
const PUBLISHED: Partial<Record<DatasetName, [number[], number[]]>> = {
  cifar10: [[0.49139968, 0.48215827, 0.44653124], [
    0.24703233,
    0.24348505,
    0.26158768,
  ]],
  cifar100: [[0.5071, 0.4865, 0.4409], [0.2673, 0.2564, 0.2762]],
  svhn: [[0.4377, 0.4438, 0.4728], [0.1980, 0.2010, 0.1970]],
  imagenet: [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]],
};

Deno.test("every data set has constants of its own", () => {
  for (const [name, [mean, std]] of Object.entries(PUBLISHED)) {
    const spec = DATASETS[name as DatasetName];
    assertEquals([[...spec.mean], [...spec.std]], [mean, std]);
  }
  const distinct = [
    "cifar10",
    "cifar100",
    "svhn",
    "imagenet",
    "tiny-imagenet-200",
    "imagenet16-120",
  ] as const;
  const seen = new Set(distinct.map((name) => `${DATASETS[name].mean}`));
  assertEquals(seen.size, distinct.length);
});

const cifar100 = (count: number) => {
  const bytes = noise(3074 * count, 4);
  for (let at = 0; at < count; at++) bytes.set([at % 20, at % 100], 3074 * at);
  return bytes;
};

const LABELS = Array.from({ length: 10 }, (_, label) => label);
/** Those of SVHN, which writes 10 for the digit 0. */
const DIGITS = LABELS.map((label) => label + 1);

const FILES = {
  cifar10: cifar10Files(
    [1, 2, 3, 4, 5].map((seed) => makeRecords(LABELS, seed)),
    makeRecords(LABELS, 6),
  ),
  cifar100: {
    "train.bin": cifar100(200),
    "test.bin": cifar100(100),
    "fine_label_names.txt": Array.from(
      { length: 100 },
      (_, at) => `class${at}\n`,
    ).join(""),
  },
  svhn: {
    "train_32x32.mat": makeSvhn(DIGITS, noise(10 * 3072, 8)),
    "test_32x32.mat": makeSvhn(DIGITS, noise(10 * 3072, 9)),
  },
};

for (const dataset of ["cifar10", "cifar100", "svhn"] as const) {
  Deno.test(`batches of ${dataset} are normalised with the constants of ${dataset}`, async () => {
    await withSplit({ dataset, official: false }, FILES[dataset], {
      body: async (folders) => {
        using set = await openDataset(folders.dataset);
        const { x } = loadBatch(set, set.train, [1]);
        const raw = set.train.images.at(1).pixels;
        const [mean, std] = PUBLISHED[dataset]!;
        for (let at = 0; at < 3072; at++) {
          const channel = at % 3;
          const wanted = (raw[at]! / 255 - mean![channel]!) / std![channel]!;
          assertAlmostEquals(x[at]!, wanted, 1e-5);
        }
        assertNotEquals(x[0], 0);
      },
    });
  });
}

/** Mean and standard deviation of all pixels by channel, as shares of 255. */
async function channelStatistics(source: ImageSource) {
  const sum = [0, 0, 0];
  const squares = [0, 0, 0];
  let count = 0;
  const all = Array.from({ length: source.labels.length }, (_, at) => at);
  for await (const { pixels } of source.images(all)) {
    for (let at = 0; at < pixels.length; at++) {
      sum[at % 3]! += pixels[at]!;
      squares[at % 3]! += pixels[at]! ** 2;
    }
    count += pixels.length / 3;
  }
  const mean = sum.map((total) => total / count);
  return {
    mean: mean.map((value) => value / 255),
    std: squares.map((total, at) =>
      Math.sqrt(total / count - mean[at]! ** 2) / 255
    ),
  };
}

/** Folders that the stage `download` has filled, separated by colons; without any, there is nothing to compare with. */
const FOLDERS = (Deno.env.get("SDARTS_DATASET_FILES") ?? "").split(":")
  .filter((folder) => folder !== "");

Deno.test({
  name: "slow: the constants are those of the official training images",
  ignore: FOLDERS.length === 0,
  fn: async () => {
    for (const folder of FOLDERS) {
      const note = await readSourceNote(folder);
      const dataset = await builtInDataset(note.dataset as DatasetName);
      const { train } = await openFiles(folder, note, {
        dataset,
        extra: false,
      });
      const found = await channelStatistics(train);
      const { mean, std } = dataset;
      for (let channel = 0; channel < 3; channel++) {
        assertAlmostEquals(found.mean[channel]!, mean[channel]!, 1e-3);
        assertAlmostEquals(found.std[channel]!, std[channel]!, 1e-3);
      }
    }
  },
});
