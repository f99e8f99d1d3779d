// Exported models give the logits of this program when onnxruntime runs them. It is downloaded by its first run.
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { allNetworkParts } from "../../stages/_declare/operation_parts.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import proto from "onnx-proto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadBatch } from "../../datasets/prepared/loader.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import type { Genotype } from "../../nas/genotype/genotype.ts";
import type { NetworkConfig } from "../../nas/network/network.ts";
import { graphs } from "../../nas/graph_cells/networks.ts";
import { parseGraphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import { PRIMITIVES } from "../../nas/space/primitives.ts";
import { writeNetworkFolder } from "../../stages/_artifacts/network_folder.ts";
import onnxStage from "../../stages/onnx/stage.ts";
import {
  networkLogits,
  trainedNetwork,
} from "../support/tensors/network_logits.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import tinyDataset from "../support/data/tiny_dataset_stage.ts";
import { TINY_GENOTYPE, tinyBatch } from "../support/tensors/tiny_search.ts";
import { tempFolder } from "../support/temp_folder.ts";

const RUNTIME = fileURLToPath(
  new URL("../support/onnxruntime", import.meta.url),
);

/** A run of a model: pixels NHWC. */
interface Run {
  readonly model: string;
  readonly x: Float32Array;
  readonly count: number;
  readonly size: number;
}

function transposed({ x, count, size }: Run): Float32Array {
  const turned = new Float32Array(x.length);
  const plane = size * size;
  for (let image = 0; image < count; image++) {
    for (let pixel = 0; pixel < plane; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        turned[(image * 3 + channel) * plane + pixel] =
          x[(image * plane + pixel) * 3 + channel]!;
      }
    }
  }
  return turned;
}

/** Logits of each run by onnxruntime. */
async function runModels(
  folder: string,
  runs: readonly Run[],
): Promise<number[][]> {
  const jobs = runs.map((run, at) => {
    const images = join(folder, `images-${at}`);
    Deno.writeFileSync(images, new Uint8Array(transposed(run).buffer));
    const { model, count, size } = run;
    return { model, images, dims: [count, 3, size, size] };
  });
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--config", join(RUNTIME, "deno.json")]
      .concat([join(RUNTIME, "run_model.ts"), JSON.stringify(jobs)]),
    cwd: RUNTIME,
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Runs the stage on a network. */
async function exportModel(
  folder: string,
  name: string,
  config: NetworkConfig,
  data: string,
): Promise<string> {
  const { layout, flat } = trainedNetwork(config);
  const network = join(folder, name);
  const stored = { config, flat, dataset: "noise", images: "all" } as const;
  await writeNetworkFolder(network, stored, layout);
  const model = join(folder, `${name}.onnx`);
  await runHere(
    onnxStage,
    testContext({}, {
      parts: allNetworkParts(),
      inputs: { network, data },
      outputs: { model },
      checkpoint: folder,
    }).context,
  );
  return model;
}

/** A data set of noise. */
async function noiseData(folder: string, size = CIFAR.size): Promise<string> {
  const dataset = join(folder, `dataset-${size}`);
  await runHere(
    tinyDataset,
    testContext({ train: 8, test: 2, size }, {
      outputs: { dataset, test: join(folder, `test-${size}`) },
      checkpoint: folder,
    }).context,
  );
  return dataset;
}

/** A cell with every operation in which no number is drawn, at stride 1 and in the reduction cell at stride 2. */
function everyOperation(): Genotype {
  const operations = PRIMITIVES.filter((name) =>
    name !== "none" && name !== "noise"
  );
  const edges = [...operations, operations[0]!]
    .map((operation, at): [string, number] => [operation, at % 2]);
  const concat = Array.from({ length: edges.length / 2 }, (_, at) => at + 2);
  return {
    normal: edges,
    normal_concat: concat,
    reduce: edges,
    reduce_concat: concat,
  };
}

const CIFAR: NetworkConfig = {
  genotype: everyOperation(),
  operations: BUILT_IN_OPERATIONS,
  stem: BUILT_IN_STEMS.cifar,
  channels: 4,
  cells: 3,
  classes: 4,
  size: 16,
  auxiliary: false,
};

Deno.test("the stage onnx writes models that give onnxruntime the same logits", async () => {
  using folder = tempFolder();
  const data = await noiseData(folder.path);
  const configs: Record<string, NetworkConfig> = {
    "every operation": CIFAR,
    // which evaluation leaves out
    "auxiliary head": {
      ...CIFAR,
      genotype: TINY_GENOTYPE,
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: 2,
      cells: 2,
      size: 32,
      auxiliary: true,
    },
    // Node 1 is zero, as are two edges of others.
    "graph cells": {
      ...CIFAR,
      genotype: parseGraphCellText(
        "|none~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|",
        graphSpace("nasbench201").edges[0]!,
      ),
      graphs,
    },
    "imagenet stem": {
      ...CIFAR,
      genotype: TINY_GENOTYPE,
      stem: BUILT_IN_STEMS.imagenet,
      cells: 3,
      size: 64,
    },
  };
  const runs: Run[] = [];
  const wanted: number[][] = [];
  for (const [name, config] of Object.entries(configs)) {
    const { size } = config;
    const own = size === CIFAR.size ? data : await noiseData(folder.path, size);
    const model = await exportModel(folder.path, name, config, own);
    // any number of images in one model
    for (const count of [1, 5]) {
      const batch = tinyBatch(count, `${name}${count}`, size);
      runs.push({ model, x: batch.x, count, size });
      wanted.push(await networkLogits(trainedNetwork(config), batch));
    }
  }
  // bytes of a data set, normalised as the file says and as a network's batches are
  using dataset = await openDataset(data);
  const positions = [3, 0, 6];
  const { model } = runs[0]!;
  const { metadataProps, graph } = proto.onnx.ModelProto.decode(
    await Deno.readFile(model),
  );
  const metadata = Object.fromEntries(
    metadataProps.map(({ key, value }) => [key, value!]),
  );
  assertEquals(JSON.parse(metadata["classes"]!), ["a", "b", "c", "d"]);
  assertEquals(JSON.parse(metadata["network"]!).genotype, CIFAR.genotype);
  assertEquals(graph!.input!.map(({ name }) => name), ["images"]);
  const mean = JSON.parse(metadata["mean"]!) as number[];
  const std = JSON.parse(metadata["std"]!) as number[];
  const x = Float32Array.from(positions.flatMap((at) =>
    Array.from(
      dataset.train.images.at(at).pixels,
      (pixel, i) => (pixel / 255 - mean[i % 3]!) / std[i % 3]!,
    )
  ));
  runs.push({ model, x, count: 3, size: CIFAR.size });
  wanted.push(
    await networkLogits(
      trainedNetwork(CIFAR),
      loadBatch(dataset, dataset.train, positions),
    ),
  );
  const found = await runModels(folder.path, runs);
  found.forEach((logits, at) => {
    const expected = wanted[at]!;
    assertEquals(logits.length, expected.length);
    const apart = Math.max(
      ...logits.map((logit, i) => Math.abs(logit - expected[i]!)),
    );
    assert(apart < 1e-5, `${runs[at]!.model}: ${apart} apart`);
    // a comparison of constants would hold for any network
    assert(Math.max(...expected) - Math.min(...expected) > 0.05);
  });
});

Deno.test("the stage onnx keeps the operation noise, and refuses another data set's sizes", async () => {
  using folder = tempFolder();
  const data = await noiseData(folder.path);
  const noisy: NetworkConfig = {
    ...CIFAR,
    genotype: {
      ...TINY_GENOTYPE,
      normal: [["noise", 0], ["sep_conv_3x3", 1]],
      normal_concat: [2],
      reduce: [["noise", 0], ["sep_conv_3x3", 1]],
      reduce_concat: [2],
    },
  };
  const model = await exportModel(folder.path, "noisy", noisy, data);
  const { graph } = proto.onnx.ModelProto.decode(await Deno.readFile(model));
  const drawn = graph!.node!.filter(({ opType }) =>
    opType === "RandomNormalLike"
  );
  assertEquals(drawn.length, 3);
  const { x } = tinyBatch(2, "noisy", 16);
  const run = { model, x, count: 2, size: 16 };
  const [first, second] = await runModels(folder.path, [run, run]);
  assertEquals(first!.length, 8);
  assert(first!.every(Number.isFinite));
  assert(first!.some((logit, at) => logit !== second![at]));
  const other = { ...noisy, classes: 3 };
  await assertRejects(
    () => exportModel(folder.path, "other", other, data),
    RangeError,
    "Expected 3 classes of 16 pixels, on which the network was trained, but found 4 of 16 in the data",
  );
});
