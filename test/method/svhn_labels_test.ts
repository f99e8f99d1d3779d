// pytorch/vision#98, #194: SVHN files call the digit 0 "10".
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  openDataset,
  openTestSet,
} from "../../datasets/prepared/open_dataset.ts";
import { openSvhn } from "../../datasets/sources/svhn_source.ts";
import { withSplit } from "../support/data/make_dataset.ts";
import { makeMat, makeSvhn } from "../support/data/make_mat.ts";
import { noise } from "../support/data/make_wheel.ts";

const LABELS = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9];
const pixels = (count: number) => noise(3072 * count, 77);

/** Byte of a pixel in the column-major array of a file. */
const byteAt = (
  data: Uint8Array,
  at: { row: number; column: number; channel: number; image: number },
) => data[at.row + 32 * at.column + 1024 * at.channel + 3072 * at.image];

async function opened<T>(
  bytes: Uint8Array,
  body: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".mat" });
  await Deno.writeFile(path, bytes);
  try {
    return await body(path);
  } finally {
    await Deno.remove(path);
  }
}

for (const compressed of [true, false]) {
  Deno.test(`label 10 is the digit 0, others stay (${compressed ? "compressed" : "plain"} file)`, async () => {
    const data = pixels(LABELS.length);
    await opened(makeSvhn(LABELS, data, { compressed }), async (path) => {
      const source = await openSvhn([path, path]);
      assertEquals(Array.from(source.labels), [
        ...LABELS.map((label) => label % 10),
        ...LABELS.map((label) => label % 10),
      ]);
      const chosen = [1, 5, 13];
      const found: number[] = [];
      for await (const image of source.images(chosen)) {
        found.push(image.at);
        const own = chosen[image.at]! % LABELS.length;
        for (
          const [row, column, channel] of [[0, 0, 0], [3, 17, 1], [31, 30, 2]]
        ) {
          assertEquals(
            image.pixels[3 * (32 * row! + column!) + channel!],
            byteAt(data, {
              row: row!,
              column: column!,
              channel: channel!,
              image: own,
            }),
          );
        }
      }
      assertEquals(found, [0, 1, 2]);
    });
  });
}

Deno.test("a prepared SVHN has labels 0 to 9 and the class names of the digits", async () => {
  const train = Array.from({ length: 40 }, (_, at) => at % 10 + 1);
  const files = {
    "train_32x32.mat": makeSvhn(train, pixels(40)),
    "extra_32x32.mat": makeSvhn([10, 10, 3], pixels(3)),
    "test_32x32.mat": makeSvhn(LABELS, pixels(12)),
  };
  await withSplit({ dataset: "svhn" }, files, {
    body: async ({ dataset, test }) => {
      using set = await openDataset(dataset);
      using tested = await openTestSet(test);
      assertEquals([...set.train.labels], train.map((label) => label % 10));
      assertEquals([...tested.test.labels], LABELS.map((label) => label % 10));
      assertEquals(set.manifest.classes[0], "0");
      assertEquals(set.manifest.mean, [0.4377, 0.4438, 0.4728]);
    },
  });
  await withSplit({ dataset: "svhn" }, files, {
    params: { extra: true },
    body: async ({ dataset }) => {
      using set = await openDataset(dataset);
      assertEquals([...set.train.labels.slice(40)], [0, 0, 3]);
    },
  });
});

const FAULTS: [string, Uint8Array, string][] = [
  [
    "label 0",
    makeSvhn([0, 1], pixels(2)),
    "but found 0 in image 0 of",
  ],
  ["label 11", makeSvhn([1, 11], pixels(2)), "but found 11 in image 1 of"],
  [
    "no labels",
    makeMat({ X: { shape: [32, 32, 3, 2], data: pixels(2) } }),
    "Expected one array y but found X in",
  ],
  [
    "other pixels",
    makeMat({
      X: { shape: [32, 32, 2], data: noise(2048, 1) },
      y: { shape: [2, 1], data: Uint8Array.of(1, 2) },
    }),
    "Expected 32 x 32 x 3 x 2 pixels but found 32 x 32 x 2 in X of",
  ],
];

for (const [what, bytes, message] of FAULTS) {
  Deno.test(`a file with ${what} is refused, with its place`, async () => {
    const error = await assertRejects(() =>
      opened(bytes, (path) => openSvhn([path]))
    );
    assert(
      error instanceof Error && error.message.includes(message),
      String(error),
    );
  });
}

/** Reads every image of a file in a process of its own, and says how many there were and its largest size in KiB. */
const READER = `
const { openSvhn } = await import(${
  JSON.stringify(import.meta.resolve("../../datasets/sources/svhn_source.ts"))
});
const source = await openSvhn([Deno.args[0]]);
const all = Array.from({ length: source.labels.length }, (_, at) => at);
let count = 0;
for await (const _ of source.images(Deno.args[1] === "all" ? all : [])) count++;
console.log(count, /VmHWM:\\s+(\\d+)/.exec(Deno.readTextFileSync("/proc/self/status"))?.[1]);
`;

Deno.test({
  name: "images are streamed, so memory does not grow with the file",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    // As many images as the official training file, 225 MB.
    const count = 73_257;
    const pixels = new Uint8Array(3072 * count);
    // Some noise, so that the file does not expand like an attack.
    for (let at = 0; at < pixels.length; at += 1 << 20) {
      crypto.getRandomValues(pixels.subarray(at, at + (1 << 16)));
    }
    const file = makeSvhn(Array(count).fill(1), pixels);
    await opened(file, async (path) => {
      const script = await Deno.makeTempFile({ suffix: ".mjs" });
      await Deno.writeTextFile(script, READER);
      const read = async (which: string) => {
        const { stdout } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "--quiet", script, path, which],
        }).output();
        const [images, peak] = new TextDecoder().decode(stdout).trim()
          .split(" ").map(Number);
        return { images, peak: peak! };
      };
      const none = await read("none");
      const all = await read("all");
      await Deno.remove(script);
      assertEquals([none.images, all.images], [0, count]);
      const grown = (all.peak - none.peak) / 1024;
      assert(grown < 110, `${grown} MiB more than without an image`);
    });
  },
});
