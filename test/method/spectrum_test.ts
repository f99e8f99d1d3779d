// RobustDARTS#4 and the source of SmoothDARTS: noisy batches, and max() over complex eigenvalues.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { augmentedImages } from "../../datasets/prepared/augmented_images.ts";
import {
  type Dataset,
  openDataset,
} from "../../datasets/prepared/open_dataset.ts";
import { symmetricSpectrum } from "../../nas/curvature/spectrum.ts";
import { validationBatches } from "../../stages/_training/validation_batches.ts";
import { searchData } from "../../stages/_training/search_data.ts";
import { cifar10Files, withSplit } from "../support/data/make_dataset.ts";
import { makeRecords } from "../support/data/make_records.ts";

const FILES = cifar10Files(
  [1, 2, 3, 4, 5].map((seed) =>
    makeRecords(Array.from({ length: 12 }, (_, at) => at % 10), seed)
  ),
  makeRecords([0, 1, 2], 6),
);

async function withImages(body: (dataset: Dataset) => void): Promise<void> {
  await withSplit({ dataset: "cifar10" }, FILES, {
    params: {},
    body: async (folders) => {
      using dataset = await openDataset(folders.dataset);
      body(dataset);
    },
  });
}

Deno.test("with one pass after the other, each image of the alpha half is seen once a pass", async () => {
  await withImages((dataset) => {
    const half = dataset.split.alpha;
    assertEquals(half.length, 30);
    const { alpha, steps } = searchData(dataset, {
      batch: 10,
      seed: 1,
      alphaSampling: "pass",
      augmentation: augmentedImages(dataset, { list: [], cutout: 0 }),
    });
    assertEquals(steps, 3);
    const seen = (epoch: number) =>
      Array.from({ length: 3 }, (_, step) => alpha(epoch, step))
        .map(({ x }) => Array.from(x));
    const digest = (batches: number[][]) =>
      batches.flatMap((x) =>
        Array.from(
          { length: 10 },
          (_, i) =>
            x.slice(i * 3072, (i + 1) * 3072).reduce(
              (a, v, k) => a + v * (k % 97),
              0,
            ),
        )
      ).sort((a, b) => a - b);
    const [first, second] = [digest(seen(0)), digest(seen(1))];
    assertEquals(new Set(first).size, 30);
    assertEquals(second, first);
    assert(JSON.stringify(seen(0)) !== JSON.stringify(seen(1)));
  });
});

Deno.test("curvature is taken on fixed, seeded, disjoint batches whose images are named", async () => {
  await withImages((dataset) => {
    const draw = (seed: number, batches = 3) =>
      [...validationBatches(dataset, {
        batches,
        batch: 10,
        seed,
        stage: "hessian",
      })]
        .map(({ ids }) => Array.from(ids));
    const drawn = draw(0);
    assertEquals(drawn, draw(0));
    assert(JSON.stringify(drawn) !== JSON.stringify(draw(1)));
    assertEquals(
      drawn.flat().sort((a, b) => a - b),
      dataset.split.alpha.map((at) => dataset.train.ids[at]!),
    );
    assertThrows(
      () => draw(0, 4),
      Error,
      "Expected at most 30 images, the alpha half, but found 4 batches of 10 in the parameters of hessian",
    );
  });
});

Deno.test("the largest eigenvalue and the largest absolute one are told apart, and none is complex", () => {
  const found = symmetricSpectrum(Float64Array.of(0.0365, 0, 0, -0.0385), 2);
  assertAlmostEquals(found.top, 0.0365, 1e-15);
  assertAlmostEquals(found.spectral, 0.0385, 1e-15);
  // Rounding makes a Hessian unsymmetric; a general solver then finds complex pairs, as for this one.
  const twisted = symmetricSpectrum(
    Float64Array.of(1, 1e-7, -1e-7, 1),
    2,
  );
  assertEquals(Array.from(twisted.eigenvalues), [1, 1]);
  assertAlmostEquals(twisted.asymmetry, 2e-7, 1e-12);
  const falling = symmetricSpectrum(Float64Array.of(-3, 0, 0, -1), 2);
  assertEquals([falling.top, falling.spectral], [-1, 3]);
  for (const bad of [NaN, Infinity]) {
    assertThrows(() => symmetricSpectrum(Float64Array.of(1, bad, bad, 1), 2));
  }
});
