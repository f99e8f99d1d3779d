import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { CIFAR10_TRAIN_FILES } from "../../datasets/catalogue/cifar10.ts";
import { DATASET_MODULES } from "../../datasets/readers/built_in.ts";
import { halveImage } from "../../datasets/pixels/halve_image.ts";
import {
  openDataset,
  openTestSet,
} from "../../datasets/prepared/open_dataset.ts";
import {
  CIFAR10_RECORDS as layout,
  recordImage,
} from "../../datasets/formats/records.ts";
import { writeSourceNote } from "../../datasets/sources/source_note.ts";
import { encodeSafetensors } from "../../engine/safetensors.ts";
import {
  cifar10Files,
  type SplitFolders,
  withSplit,
} from "../../test/support/data/make_dataset.ts";
import { makeRecords } from "../../test/support/data/make_records.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import stage from "./stage.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const PER_FILE = 40;
const train = CIFAR10_TRAIN_FILES.map((_, file) =>
  makeRecords(
    Array.from({ length: PER_FILE }, (_, at) => (3 * at + file) % 10),
    file + 1,
  )
);
const test = makeRecords(
  Array.from({ length: PER_FILE }, (_, at) => at % 10),
  9,
);

/** Runs the stage on small files in the official format. */
function split(
  params: unknown,
  body: (folders: SplitFolders) => Promise<void>,
  files = { train, test },
) {
  return withSplit(
    { dataset: "cifar10" },
    cifar10Files(files.train, files.test),
    { params, body },
  );
}

Deno.test("split of everything is the published split", () =>
  split({}, async (folders) => {
    using dataset = await openDataset(folders.dataset);
    using tested = await openTestSet(folders.test);
    const { manifest, split, train: part } = dataset;
    const { test } = tested;
    assertEquals(
      manifest.statement,
      "cifar10: all 200 training and all 40 test images",
    );
    assertEquals([manifest.size, manifest.pad, part.count, test.count], [
      32,
      4,
      200,
      40,
    ]);
    assertEquals(split.weights, Array.from({ length: 100 }, (_, at) => at));
    assertEquals(split.alpha, Array.from({ length: 100 }, (_, at) => 100 + at));
    assertEquals([...part.ids], Array.from({ length: 200 }, (_, at) => at));
    const image = new Uint8Array(3072);
    recordImage(train[2]!, 5, { layout, target: image });
    assertEquals(part.images.at(85).pixels, image);
    assertEquals(part.labels[85], (15 + 2) % 10);
  }));

Deno.test("both halves of the training images are those of the published split, and subsets of them share no image", async () => {
  const idsOf = async (params: object) => {
    const found: number[][] = [];
    await split(params, async (folders) => {
      using dataset = await openDataset(folders.dataset);
      const { train, split, manifest } = dataset;
      found.push([...train.ids], [...split.weights], [...split.alpha]);
      if ("train" in params) return;
      assertEquals(
        manifest.statement,
        "cifar10: 100 of 200 training and all 40 test images (stratified, seed 0), training images of the second half",
      );
    });
    return found as [number[], number[], number[]];
  };
  const from = (first: number, count: number) =>
    Array.from({ length: count }, (_, at) => first + at);
  assertEquals(await idsOf({ half: "second" }), [
    from(100, 100),
    from(0, 50),
    from(50, 50),
  ]);
  const [first] = await idsOf({ half: "first", train: 40 });
  const [second] = await idsOf({ half: "second", train: 40 });
  assertEquals([first.length, second.length], [40, 40]);
  assertEquals(Math.max(...first) < 100 && Math.min(...second) >= 100, true);
});

Deno.test("dataset.json says how many images of each class the files hold, chosen or not", () =>
  split({ train: 60, test: 20 }, (folders) => {
    const { files } = JSON.parse(
      Deno.readTextFileSync(join(folders.test, "dataset.json")),
    );
    assertEquals(files, {
      train: Array(10).fill(20),
      test: Array(10).fill(4),
      passedOver: {},
    });
    assertEquals(folders.logged.length, 1);
    return Promise.resolve();
  }));

Deno.test("split takes a stratified subset and halves it", () =>
  split({ train: 60, test: 20, size: 16, seed: 3 }, async (folders) => {
    using dataset = await openDataset(folders.dataset);
    const { manifest, split, train: part } = dataset;
    assertEquals(
      manifest.statement,
      "cifar10: 60 of 200 training and 20 of 40 test images (stratified, seed 3), halved to 16x16",
    );
    assertEquals([manifest.size, manifest.pad, manifest.test], [16, 2, 20]);
    for (const positions of [split.weights, split.alpha]) {
      const counts = Array(10).fill(0);
      for (const at of positions) counts[part.labels[at]!]++;
      assertEquals(counts, Array(10).fill(3));
    }
    const id = part.ids[7]!;
    const image = new Uint8Array(3072);
    recordImage(train[Math.floor(id / PER_FILE)]!, id % PER_FILE, {
      layout,
      target: image,
    });
    assertEquals(part.images.at(7).pixels, halveImage(image, 32));
  }));

Deno.test("split gives the same bytes every time", async () => {
  const contents: Record<string, string>[] = [];
  for (let round = 0; round < 2; round++) {
    await split({ train: 50, test: 10 }, async ({ dataset, test, ids }) => {
      const files: Record<string, string> = { ids: Deno.readTextFileSync(ids) };
      for (const folder of [dataset, test]) {
        for await (const { name } of Deno.readDir(folder)) {
          files[name] = (await Deno.readFile(join(folder, name))).join();
        }
      }
      contents.push(files);
    });
  }
  assertEquals(Object.keys(contents[0]!).sort(), [
    "dataset.json",
    "ids",
    "split.json",
    "test-00000.safetensors",
    "train-00000.safetensors",
  ]);
  assertEquals(contents[0], contents[1]);
});

Deno.test("split refuses more images than there are and files that are cut short", async () => {
  await assertRejects(
    () => split({ train: 201 }, () => Promise.resolve()),
    RangeError,
    "Expected at most 200 images but found 201 in train",
  );
  await assertRejects(
    () => split({}, () => Promise.resolve(), { train, test: test.slice(1) }),
    RangeError,
    "Expected a multiple of 3073 bytes but found 122919",
  );
});

Deno.test("split refuses other sizes, portions and counts", () => {
  const ok = (params: unknown) => stage.params.safeParse(params).success;
  assertEquals(
    [{}, { train: 10, test: "all", portion: 0.9, size: 16, stratified: false }]
      .map(ok),
    [true, true],
  );
  assertEquals(
    [{ size: 2 }, { portion: 1 }, { train: 0 }, { train: "some" }, {
      seed: -1,
    }, { sise: 16 }].map(ok),
    Array(6).fill(false),
  );
});

Deno.test("openDataset() names the file and the place of every fault", async () => {
  const read = async (folder: string, name: string) =>
    JSON.parse(await Deno.readTextFile(join(folder, name)));
  const faults: [string, (folder: string) => Promise<void>, string][] = [
    [
      "dataset.json",
      async (folder) =>
        await Deno.writeTextFile(join(folder, "dataset.json"), "{"),
      'Expected JSON but found "{" in',
    ],
    [
      "dataset.json",
      async (folder) =>
        await Deno.writeTextFile(
          join(folder, "dataset.json"),
          JSON.stringify({
            ...await read(folder, "dataset.json"),
            std: [1, 0, 1],
          }),
        ),
      "Expected a std of 3 positive numbers but found [1,0,1]",
    ],
    [
      "train-00001.safetensors",
      async (folder) =>
        await Deno.writeTextFile(
          join(folder, "dataset.json"),
          JSON.stringify({ ...await read(folder, "dataset.json"), train: 21 }),
        ),
      "Images from 20 on not found: no file",
    ],
    [
      "split.json",
      async (folder) =>
        await Deno.writeTextFile(
          join(folder, "split.json"),
          JSON.stringify({ ...await read(folder, "split.json"), alpha: [20] }),
        ),
      "Expected positions from 0 to 19 but found 20 in alpha of",
    ],
    [
      "split.json",
      async (folder) =>
        await Deno.writeTextFile(
          join(folder, "split.json"),
          JSON.stringify({ weights: [0, 1], alpha: [1, 2] }),
        ),
      "Expected weights and alpha without a common image but found 1",
    ],
    [
      "split.json",
      async (folder) =>
        await Deno.writeTextFile(
          join(folder, "split.json"),
          JSON.stringify({ weights: [0, 0], alpha: [1] }),
        ),
      "Expected each position once but found",
    ],
    [
      "train-00000.safetensors",
      async (folder) =>
        await Deno.truncate(join(folder, "train-00000.safetensors"), 1000),
      "bytes of data but found [80,61520] in tensor images of",
    ],
    [
      "train-00000.safetensors",
      async (folder) =>
        await Deno.writeFile(
          join(folder, "train-00000.safetensors"),
          encodeSafetensors({
            images: {
              dtype: "U8",
              shape: [10, 32, 32, 3],
              data: new Uint8Array(30720),
            },
          }),
        ),
      "Expected I32 labels but found null",
    ],
  ];
  for (const [name, spoil, message] of faults) {
    await split({ train: 20, test: 10 }, async ({ dataset }) => {
      await spoil(dataset);
      const error = await assertRejects(
        () => openDataset(dataset),
        SyntaxError,
        message,
      );
      assertEquals(error.message.includes(name), true, error.message);
    });
  }
});

Deno.test("split resumes after whole shards, and writes a damaged one again", async () => {
  const files = cifar10Files(train, test);
  using folder = tempFolder();
  const read = (name: string) => Deno.readFile(join(folder.path, name));
  const source = join(folder.path, "files");
  await Deno.mkdir(source);
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(source, name), bytes as Uint8Array);
  }
  await writeSourceNote(source, { dataset: "cifar10", official: true });
  const run = async (name: string) => {
    const checkpoint = join(folder.path, name);
    await Deno.mkdir(checkpoint, { recursive: true });
    const { context, progress } = testContext(stage.params.parse({}), {
      inputs: { files: source },
      parts: { dataset: DATASET_MODULES.cifar10 },
      outputs: {
        dataset: join(checkpoint, "dataset"),
        test: join(checkpoint, "test"),
        ids: join(checkpoint, "ids.json"),
      },
      checkpoint,
    });
    await runHere(stage, context);
    return progress;
  };
  await run("whole");
  // What an ended process leaves behind: a whole shard of training images and half of one of test images.
  const shard = await read("whole/dataset/train-00000.safetensors");
  const half = await read("whole/test/test-00000.safetensors");
  await Deno.mkdir(join(folder.path, "again"));
  await Deno.writeFile(
    join(folder.path, "again/train-00000.safetensors"),
    shard,
  );
  await Deno.writeFile(
    join(folder.path, "again/test-00000.safetensors"),
    half.subarray(0, half.length >> 1),
  );
  const progress = await run("again");
  assertEquals(progress[1]?.done, 200);
  for (const name of ["train-00000.safetensors", "split.json"]) {
    assertEquals(
      await read(`again/dataset/${name}`),
      await read(`whole/dataset/${name}`),
    );
  }
  assertEquals(await read("again/test/test-00000.safetensors"), half);
});

Deno.test("split refuses images of a reader that are not what was asked for", async () => {
  const records = (images: string) =>
    `export const dataset = {
    name: "mine", classes: 2, channels: 3, size: 4, layout: "square", mean: [0, 0, 0], std: [1, 1, 1], files: [],
    open: () => {
      const source = { labels: [0, 1, 0, 1], async *images(positions) { ${images} } };
      return { train: source, test: source };
    },
  };`;
  const cases = [
    [
      "for (const at of positions.keys()) yield { at, height: 4, width: 4, pixels: new Uint8Array(16) };",
      "Expected 48 bytes of 4 x 4 pixels but found 16 in image 0 of train",
    ],
    [
      "for (const at of positions) yield { at: at + 1, height: 4, width: 4, pixels: new Uint8Array(48) };",
      "Expected the chosen image 0 of train but found 1",
    ],
    ["yield* [];", "Expected 4 images of train but found 0"],
    [
      "for (const at of positions.keys()) yield { at, height: 2, width: 2, pixels: new Uint8Array(12) };",
      "Expected 4 x 4 pixels but found 2 x 2 in image 0 of train",
    ],
  ] as const;
  for (const [images, message] of cases) {
    using folder = tempFolder();
    const source = join(folder.path, "files");
    await Deno.mkdir(source);
    await writeSourceNote(source, { dataset: "mine", official: true });
    const { context } = testContext(stage.params.parse({}), {
      inputs: { files: source },
      parts: {
        dataset: `data:text/javascript,${encodeURIComponent(records(images))}`,
      },
      outputs: {
        dataset: join(folder.path, "dataset"),
        test: join(folder.path, "test"),
        ids: join(folder.path, "ids.json"),
      },
      checkpoint: folder.path,
    });
    await assertRejects(() => runHere(stage, context), Error, message);
  }
});
