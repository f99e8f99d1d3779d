// The metadata of exports say what evaluation does to an image file: whoever follows them gets the same pixels.
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { allNetworkParts } from "../../stages/_declare/operation_parts.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import proto from "onnx-proto";
import sharp from "sharp";
import { join } from "node:path";
import { loadBatch } from "../../datasets/prepared/loader.ts";
import { openTestSet } from "../../datasets/prepared/open_dataset.ts";
import { chooseFit } from "../../stages/split/fit_image.ts";
import { splitParams } from "../../stages/split/params.ts";
import { DATASETS } from "../../datasets/catalogue/registry.ts";
import type { StoredImage } from "../../datasets/pixels/stored_image.ts";
import {
  type Preprocessing,
  preprocessingOf,
} from "../../datasets/prepared/preprocessing.ts";
import { decodeSafetensors } from "../../engine/safetensors.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import { writeNetworkFolder } from "../../stages/_artifacts/network_folder.ts";
import { splitIdsFile } from "../../stages/_artifacts/split_ids.ts";
import onnxStage from "../../stages/onnx/stage.ts";
import torchStage from "../../stages/torch/stage.ts";
import {
  followPreprocessing,
  normalisePixels,
} from "../support/data/follow_preprocessing.ts";
import { tarOf } from "../support/data/image_fixture.ts";
import { withSplit } from "../support/data/make_dataset.ts";
import { encodePng } from "../support/data/make_records.ts";
import { noise } from "../support/data/make_wheel.ts";
import { docBlocks, namedFile } from "../support/docs/doc_blocks.ts";
import { hasPython, runPython } from "../support/python.ts";
import { ROOT } from "../support/root.ts";
import { trainedNetwork } from "../support/tensors/network_logits.ts";
import { TINY_GENOTYPE } from "../support/tensors/tiny_search.ts";

/** Width and height of the test images; their names begin with their place here. */
const SIZES = [[96, 40], [40, 96], [30, 50], [37, 37], [101, 33], [31, 20]];

const imageOf = (at: number): StoredImage => {
  const [width, height] = SIZES[at]! as [number, number];
  return { width, height, pixels: noise(3 * width * height, at + 1) };
};

/** A data set of noise, two classes, with test images of all sizes. */
async function archive(): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const part of ["train", "val"]) {
    SIZES.forEach((_, at) => {
      const { width, pixels } = imageOf(at);
      files[`set/${part}/${at % 2 === 0 ? "cat" : "dog"}/${at}.png`] =
        encodePng(pixels, { width, filters: [0] });
    });
  }
  return await tarOf(files);
}

/** Equal, without the differences of thousands of numbers. */
function same(found: Float32Array, wanted: Float32Array): boolean {
  return found.length === wanted.length &&
    found.every((value, at) => value === wanted[at]);
}

/** Exports a network that was trained on a data set, and gives the metadata of both files. */
async function exported(
  folder: string,
  { dataset, rules }: {
    readonly dataset: string;
    readonly rules: Preprocessing;
  },
) {
  const { config, layout, flat } = trainedNetwork({
    genotype: TINY_GENOTYPE,
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 2,
    cells: 2,
    classes: rules.classes.length,
    size: rules.size,
    auxiliary: false,
  });
  const paths = {
    network: join(folder, "network"),
    model: join(folder, "network.onnx"),
    weights: join(folder, "weights.safetensors"),
  };
  await writeNetworkFolder(paths.network, {
    config,
    flat,
    dataset: "noise",
    images: "all",
    preprocessing: rules,
  }, layout);
  const { context } = testContext({}, {
    parts: allNetworkParts(),
    inputs: { network: paths.network, data: dataset },
    outputs: paths,
    checkpoint: folder,
  });
  await runHere(onnxStage, context);
  await runHere(torchStage, context);
  const { metadataProps } = proto.onnx.ModelProto.decode(
    Deno.readFileSync(paths.model),
  );
  return {
    onnx: new Map(metadataProps.map(({ key, value }) => [key, value])),
    torch: new Map(Object.entries(
      decodeSafetensors(Deno.readFileSync(paths.weights)).metadata,
    )),
  };
}

/** Pixels that the Python of docs/exchange.md makes of image files; undefined where NumPy or PIL is missing. */
async function byPython(
  folder: string,
  { rules, images }: { readonly rules: string; readonly images: string[] },
): Promise<Float32Array | undefined> {
  if (!hasPython("PIL", "numpy")) return undefined;
  const page = docBlocks(Deno.readTextFileSync(`${ROOT}/docs/exchange.md`));
  const example = page.find((block) => namedFile(block) === "prepare.py")!;
  Deno.writeTextFileSync(join(folder, "prepare.py"), example.text);
  Deno.writeTextFileSync(join(folder, "rules.json"), rules);
  const program = `
import json, sys
from prepare import prepare
rules = json.load(open("rules.json"))
sys.stdout.buffer.write(b"".join(prepare(x, rules).transpose(1, 2, 0).tobytes() for x in sys.argv[1:]))`;
  const printed = await runPython(["-c", program, ...images], { cwd: folder });
  return new Float32Array(printed.slice().buffer);
}

for (
  const params of [
    { size: 32 },
    { size: 32, shortSide: 48 },
    { size: 24, shortSide: "original" },
    { size: 16, layout: "square" },
  ]
) {
  Deno.test(`exports of images of any size say how they become inputs: ${JSON.stringify(params)}`, async () => {
    await withSplit(
      { dataset: "image-folder", official: false },
      { "set.tar": new Uint8Array(await archive()) },
      {
        params,
        body: async ({ dataset, test, ids }) => {
          using tested = await openTestSet(test);
          const { onnx, torch } = await exported(join(test, ".."), {
            dataset,
            rules: preprocessingOf(tested.manifest),
          });
          const text = onnx.get("preprocessing")!;
          assertEquals(torch.get("preprocessing"), text);
          const rules = JSON.parse(text) as Preprocessing;
          assertEquals(rules.classes, ["cat", "dog"]);
          assertEquals([rules.channels, rules.layout, rules.size], [
            "RGB",
            "NCHW",
            params.size,
          ]);
          const { x } = loadBatch(
            tested,
            tested.test,
            SIZES.keys().toArray(),
          );
          const chosen = await splitIdsFile.read(ids);
          const order = chosen.test.map((name) =>
            Number(/(\d)\.png$/.exec(`${name}`)![1])
          );
          const length = x.length / order.length;
          order.forEach((image, at) => {
            const seen = x.subarray(at * length, (at + 1) * length);
            assert(
              same(followPreprocessing(imageOf(image), rules), seen),
              `image ${image}`,
            );
          });
          const images = await Promise.all(order.map(async (at) => {
            const { width, height, pixels } = imageOf(at);
            const raw = { width, height, channels: 3 } as const;
            await sharp(pixels, { raw }).png().toFile(
              join(test, "..", `${at}.png`),
            );
            return `${at}.png`;
          }));
          const found = await byPython(join(test, ".."), {
            rules: text,
            images,
          });
          assert(found === undefined || same(found, x));
        },
      },
    );
  });
}

Deno.test("the steps of square data sets can be followed as well", () => {
  for (
    const [name, size, [width, height]] of [
      ["cifar10", 32, [32, 32]],
      ["tiny-imagenet-200", 16, [64, 64]],
      ["imagenet16-120", 8, [50, 30]],
    ] as const
  ) {
    const spec = DATASETS[name];
    const { steps, apply } = chooseFit(spec, splitParams.parse({ size }));
    const image = { width, height, pixels: noise(3 * width * height, 7) };
    const { mean, std } = spec;
    const rules = preprocessingOf({
      name,
      classes: ["a", "b"],
      size,
      channels: 3,
      layout: "square",
      steps,
      mean,
      std,
      pad: 0,
      train: 1,
      test: 1,
      statement: "",
    });
    assertEquals(
      followPreprocessing(image, JSON.parse(JSON.stringify(rules))),
      normalisePixels(apply(image, name).pixels, rules),
    );
    assert(
      JSON.stringify(rules).includes(name === "cifar10" ? "expect" : "halve"),
    );
  }
});

Deno.test("the stage onnx refuses a data set whose images are prepared otherwise than in training", async () => {
  await withSplit(
    { dataset: "image-folder", official: false },
    { "set.tar": new Uint8Array(await archive()) },
    {
      params: { size: 16 },
      body: async ({ dataset, test }) => {
        using tested = await openTestSet(test);
        const rules = preprocessingOf(tested.manifest);
        await assertRejects(
          () =>
            exported(join(test, ".."), {
              dataset,
              rules: { ...rules, steps: [], classes: ["dog", "cat"] },
            }),
          RangeError,
          `Expected the data set that the network was trained on but found one with other steps, classes in ${dataset}`,
        );
      },
    },
  );
});
