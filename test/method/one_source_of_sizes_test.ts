// FairDARTS#4, pdarts#8: channels, size and class count spread over files; the auxiliary head assumes 8x8.
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  openDataset,
  openTestSet,
} from "../../datasets/prepared/open_dataset.ts";
import { DATASET_NAMES, DATASETS } from "../../datasets/catalogue/registry.ts";
import { networkLayout } from "../../nas/network/network.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { supernetLayout } from "../../nas/network/supernet.ts";
import { classFolders, tarOf } from "../support/data/image_fixture.ts";
import { type SplitFolders, withSplit } from "../support/data/make_dataset.ts";

const { genotype } = publishedGenotype("darts-v2");
const space = searchSpace("s3");

Deno.test("every data set says its size, channels and classes in one place", () => {
  for (const name of DATASET_NAMES) {
    const { size, channels, classes, classNames, layout } = DATASETS[name];
    assert(size % 4 === 0 && channels === 3, name);
    if (classNames !== undefined) assertEquals(classNames.length, classes);
    assert(layout === "free" || size <= 64, name);
  }
});

/** Parameters of what builds, or the one line that says why not. */
function built(build: () => { parameterCount: number }): number | string {
  try {
    return build().parameterCount;
  } catch (error) {
    return (error as Error).message;
  }
}

for (const size of [8, 12, 16, 28, 32, 48, 64, 96, 128]) {
  Deno.test(`supernet and network build for images of ${size} pixels, with as many parameters as for 32`, () => {
    const supernet = (side: number) => () =>
      supernetLayout({
        space,
        operations: BUILT_IN_OPERATIONS,
        stem: BUILT_IN_STEMS.cifar,
        channels: 4,
        cells: 5,
        classes: 7,
        size: side,
      });
    const network = (side: number) => () =>
      networkLayout({
        genotype,
        operations: BUILT_IN_OPERATIONS,
        stem: BUILT_IN_STEMS.cifar,
        channels: 4,
        cells: 5,
        classes: 7,
        size: side,
        auxiliary: false,
      });
    assertEquals(built(supernet(size)), built(supernet(32)));
    assertEquals(built(network(size)), built(network(32)));
  });
}

for (const size of [15, 17, 22, 29, 30, 33]) {
  Deno.test(`images of ${size} pixels, which do not halve twice, give one clear error`, () => {
    for (
      const build of [
        () =>
          supernetLayout({
            space,
            operations: BUILT_IN_OPERATIONS,
            stem: BUILT_IN_STEMS.cifar,
            channels: 4,
            cells: 5,
            classes: 7,
            size,
          }),
        () =>
          networkLayout({
            genotype,
            operations: BUILT_IN_OPERATIONS,
            stem: BUILT_IN_STEMS.cifar,
            channels: 4,
            cells: 5,
            classes: 7,
            size,
            auxiliary: false,
          }),
      ]
    ) {
      const found = built(build);
      assert(
        typeof found === "string" &&
          found.includes("the image side must be divisible by 4") &&
          !found.includes("\n"),
        String(found),
      );
    }
  });
}

for (
  const [size, stem] of [[64, "cifar"], [28, "cifar"], [16, "cifar"], [
    32,
    "imagenet",
  ], [192, "imagenet"]] as const
) {
  Deno.test(`the auxiliary head of stem ${stem} refuses ${size} pixels with the way out`, () => {
    const found = built(() =>
      networkLayout({
        genotype,
        stem: BUILT_IN_STEMS[stem],
        operations: BUILT_IN_OPERATIONS,
        channels: 4,
        cells: 5,
        classes: 7,
        size,
        auxiliary: true,
      })
    );
    assert(
      typeof found === "string" &&
        found.includes(`but found ${size}: set auxiliary: false`),
      String(found),
    );
  });
}

async function prepared(
  params: unknown,
  options: { width: number; height: number; classes: number },
  body: (folders: SplitFolders) => Promise<void>,
) {
  const names = Array.from(
    { length: options.classes },
    (_, at) => `class${at}`,
  );
  await withSplit(
    { dataset: "image-folder" },
    {
      "images.tar": await tarOf(classFolders(names, { train: 3, ...options })),
    },
    { params, body },
  );
}

Deno.test("a data set of one's own brings its classes and size along", async () => {
  for (const [classes, size] of [[3, 28], [5, 64]] as const) {
    await prepared({ size, layout: "square" }, {
      width: 70,
      height: 80,
      classes,
    }, async (folders) => {
      using data = await openDataset(folders.dataset);
      using tests = await openTestSet(folders.test);
      const { manifest } = data;
      assertEquals(
        [manifest.classes.length, manifest.size, manifest.channels],
        [classes, size, 3],
      );
      assertEquals(tests.manifest, manifest);
      assertEquals(data.train.images.at(0).pixels.length, 3 * size * size);
      const layout = networkLayout({
        genotype,
        operations: BUILT_IN_OPERATIONS,
        stem: BUILT_IN_STEMS.cifar,
        channels: 4,
        cells: 5,
        classes: manifest.classes.length,
        size: manifest.size,
        auxiliary: false,
      });
      assert(
        layout.parameters.some(({ name, shape }) =>
          name === "classifier.bias" && shape[0] === classes
        ),
      );
    });
  }
});

Deno.test("a data set of one channel gives one clear error where it is read, before any network is built", async () => {
  await prepared({ size: 28, layout: "square" }, {
    width: 28,
    height: 28,
    classes: 2,
  }, async ({ dataset }) => {
    const path = join(dataset, "dataset.json");
    const manifest = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(
      path,
      JSON.stringify({ ...manifest, channels: 1 }),
    );
    await assertRejects(
      () => openDataset(dataset),
      SyntaxError,
      `Expected 3 channels but found 1 in ${path}`,
    );
  });
});

Deno.test("sizes that a data set cannot have are refused", async () => {
  await assertRejects(
    () =>
      prepared({ size: 28, shortSide: 40, layout: "square" }, {
        width: 28,
        height: 28,
        classes: 2,
      }, () => Promise.resolve()),
    RangeError,
    "layout: square takes no shortSide",
  );
});

Deno.test("ImageNet16-120 is the first 120 classes at 16x16, whatever the images are", async () => {
  const names = Array.from(
    { length: 122 },
    (_, at) => `n${String(500 - at).padStart(8, "0")}`,
  );
  await withSplit(
    { dataset: "imagenet16-120" },
    {
      "images.tar": await tarOf(
        classFolders(names, { train: 2, width: 9, height: 7 }),
      ),
    },
    {
      body: async ({ dataset }) => {
        using data = await openDataset(dataset);
        const { manifest, train } = data;
        assertEquals(manifest.classes, names.toSorted().slice(0, 120));
        assertEquals([manifest.size, train.count], [16, 240]);
        assertEquals(manifest.mean[0], 122.68 / 255);
        assertEquals(train.images.at(0).pixels.length, 16 * 16 * 3);
      },
    },
  );
  await assertRejects(
    async () =>
      await withSplit(
        { dataset: "imagenet16-120" },
        {
          "images.tar": await tarOf(
            classFolders(names.slice(0, 9), { train: 2, width: 9, height: 7 }),
          ),
        },
        { body: () => {} },
      ),
    RangeError,
    "Expected 120 classes but found 9 in train/ of images.tar",
  );
});
