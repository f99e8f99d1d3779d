// PC-DARTS#6, #15, #49: the ImageNet search subset was drawn wrongly.
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { shareSplit } from "../../datasets/subset/share_split.ts";
import { classFolders, tarOf } from "../support/data/image_fixture.ts";
import { withSplit } from "../support/data/make_dataset.ts";

const NAMES = ["n03", "n01", "n02"];
const FILES = classFolders(NAMES, { train: 40, width: 20, height: 30 });
const SHARES = { weights: 0.1, alpha: 0.025 };

interface Ids {
  readonly weights: readonly string[];
  readonly alpha: readonly string[];
  readonly test: readonly string[];
}

async function subset(params: Record<string, unknown>, classes?: string[]) {
  let found: {
    ids: Ids;
    labels: number[];
    split: unknown;
    pixels: number[];
    statement: string;
  } | undefined;
  await withSplit(
    {
      dataset: "imagenet",
      ...(classes === undefined ? {} : { classes: classes.toSorted() }),
    },
    { "images.tar": await tarOf(FILES) },
    {
      params: { shares: SHARES, size: 16, ...params },
      body: async ({ dataset, ids }) => {
        using set = await openDataset(dataset);
        found = {
          ids: JSON.parse(await Deno.readTextFile(ids)),
          labels: [...set.train.labels],
          split: set.split,
          pixels: [...set.train.labels.keys()].map((at) =>
            set.train.images.at(at).pixels[0]!
          ),
          statement: set.manifest.statement,
        };
      },
    },
  );
  return found!;
}

Deno.test("10 % and 2.5 % of every class, apart from each other, with their file names as an artifact", async () => {
  const { ids, labels, pixels } = await subset({});
  assertEquals([ids.weights.length, ids.alpha.length], [12, 3]);
  assertEquals(ids.weights.filter((name) => ids.alpha.includes(name)), []);
  for (const name of NAMES) {
    const of = (list: readonly string[]) =>
      list.filter((file) => file.includes(`/train/${name}/`)).length;
    assertEquals([of(ids.weights), of(ids.alpha)], [4, 1]);
  }
  assert(ids.test.every((name) => name.includes("/val/")));
  // Labels are ranks of the sorted names: the red value of the fixture is the place in NAMES.
  const rank = NAMES.map((name) => NAMES.toSorted().indexOf(name));
  assertEquals(labels, pixels.map((red) => rank[red]!));
});

Deno.test("the draw depends on the seed alone", async () => {
  const first = await subset({ seed: 1 });
  assertEquals((await subset({ seed: 1 })).ids, first.ids);
  assert(
    `${(await subset({ seed: 2 })).ids.weights}` !== `${first.ids.weights}`,
  );
});

Deno.test("a class list takes these classes and no others", async () => {
  const { ids, labels } = await subset({}, ["n03", "n01"]);
  assertEquals([ids.weights.length, ids.alpha.length], [8, 2]);
  assert([...ids.weights, ...ids.test].every((name) => !name.includes("n02")));
  assertEquals(new Set(labels), new Set([0, 1]));
  const error = await assertRejects(() => subset({}, ["n01", "n04"]));
  assertEquals(
    (error as Error).message,
    "Expected a class folder of train/ in images.tar but found n04 in classes",
  );
});

Deno.test("any labels give disjoint shares of the right size of every class", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 2, maxLength: 6 }),
    fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    fc.double({ min: 0.01, max: 0.4, noNaN: true }),
    fc.nat(),
    (counts, weights, alpha, seed) => {
      const labels = counts.flatMap((count, label) => Array(count).fill(label));
      const split = shareSplit(labels, {
        weights,
        alpha,
        seed,
        classes: counts.length,
      });
      const all = [...split.weights, ...split.alpha];
      assertEquals(new Set(all).size, all.length);
      counts.forEach((count, label) => {
        const of = (positions: readonly number[]) =>
          positions.filter((at) => labels[at] === label).length;
        assertEquals(
          of(split.weights),
          Math.max(1, Math.round(weights * count)),
        );
        assertEquals(of(split.alpha), Math.max(1, Math.round(alpha * count)));
      });
    },
  ));
});

Deno.test("shares that a class cannot fill are refused", () => {
  let message = "";
  try {
    shareSplit([0, 0, 1, 1, 1, 1], {
      weights: 0.8,
      alpha: 0.4,
      classes: 2,
      seed: 0,
    });
  } catch (error) {
    message = (error as Error).message;
  }
  assertEquals(message, "Expected 2 + 1 images of class 0 but found 2");
});
