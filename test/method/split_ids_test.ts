// AutoDL#104: nobody could say which image is in which split.
import { assertEquals, assertNotEquals } from "@std/assert";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { cifar10Files, withSplit } from "../support/data/make_dataset.ts";
import { makeRecords } from "../support/data/make_records.ts";
import { classFolders, tarOf } from "../support/data/image_fixture.ts";

const LABELS = Array.from({ length: 40 }, (_, at) => (7 * at) % 10);
const FILES = cifar10Files(
  [1, 2, 3, 4, 5].map((seed) => makeRecords(LABELS, seed)),
  makeRecords(LABELS, 6),
);

interface Ids {
  readonly dataset: string;
  readonly seed: number;
  readonly weights: readonly number[];
  readonly alpha: readonly number[];
  readonly test: readonly number[];
}

async function idsOf(params: unknown): Promise<Ids> {
  let ids: Ids | undefined;
  await withSplit({ dataset: "cifar10" }, FILES, {
    params,
    body: async (folders) => {
      ids = JSON.parse(await Deno.readTextFile(folders.ids));
      using set = await openDataset(folders.dataset);
      const named = (positions: readonly number[]) =>
        positions.map((at) => set.train.ids[at]!);
      // The artifact and the images themselves say the same.
      assertEquals(ids!.weights, named(set.split.weights));
      assertEquals(ids!.alpha, named(set.split.alpha));
      assertEquals(
        [...set.train.labels],
        [...set.train.ids].map((id) => LABELS[id % 40]!),
      );
    },
  });
  return ids!;
}

Deno.test("the whole data set is divided by position, as published", async () => {
  const ids = await idsOf({});
  assertEquals(ids.weights, Array.from({ length: 100 }, (_, at) => at));
  assertEquals(ids.alpha, Array.from({ length: 100 }, (_, at) => 100 + at));
  assertEquals(ids.test.length, 40);
});

Deno.test("the ids of a subset follow from its seed and are the same on every machine", async () => {
  const ids = await idsOf({ train: 20, test: 10, seed: 5 });
  // Recorded once: the generator has no state and uses 32-bit integers alone.
  assertEquals(ids, RECORDED);
  assertEquals(await idsOf({ train: 20, test: 10, seed: 5 }), ids);
  assertNotEquals(await idsOf({ train: 20, test: 10, seed: 6 }), ids);
  const larger = await idsOf({ train: 40, test: 10, seed: 5 });
  const all = new Set([...larger.weights, ...larger.alpha]);
  assertEquals([...ids.weights, ...ids.alpha].filter((id) => !all.has(id)), []);
});

const RECORDED: Ids = {
  dataset: "cifar10",
  seed: 5,
  weights: [8, 34, 35, 37, 39, 40, 62, 63, 86, 111],
  alpha: [82, 88, 96, 100, 141, 143, 157, 174, 175, 199],
  test: [3, 4, 6, 7, 10, 18, 22, 25, 31, 39],
};

Deno.test("images in class folders are divided within each class and named by their paths", async () => {
  await withSplit(
    { dataset: "image-folder" },
    {
      "a.tar": await tarOf(
        classFolders(["cat", "dog"], { train: 6, width: 9, height: 8 }),
      ),
    },
    {
      params: { size: 8, layout: "square" },
      body: async ({ ids }) => {
        const found = JSON.parse(await Deno.readTextFile(ids));
        const of = (name: string, list: string[]) =>
          list.filter((path) => path.includes(`/${name}/`)).length;
        for (const name of ["cat", "dog"]) {
          assertEquals([of(name, found.weights), of(name, found.alpha)], [
            3,
            3,
          ]);
        }
        assertEquals(found.test, [
          "set/val/cat/cat_test.png",
          "set/val/dog/dog_test.png",
        ]);
      },
    },
  );
});
