import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import proto from "onnx-proto";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../engine/safetensors.ts";
import type { GenotypeEdge } from "../../nas/genotype/edge_nodes.ts";
import { graphs } from "../../nas/graph_cells/networks.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import { choiceSpace } from "../../nas/space/choice_space.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import { networkLayout } from "../../nas/network/network.ts";
import {
  type SupernetConfig,
  supernetLayout,
} from "../../nas/network/supernet.ts";
import { initialWeights } from "../../nas/training/initialise.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import tinyDataset from "../../test/support/data/tiny_dataset_stage.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { trainedNetwork } from "../../test/support/tensors/network_logits.ts";
import { allNetworkParts } from "../_declare/operation_parts.ts";
import onnxStage from "../onnx/stage.ts";
import torchStage from "../torch/stage.ts";
import { readNetworkFolder, writeNetworkFolder } from "./network_folder.ts";
import { readSupernetFolder, writeSupernetFolder } from "./supernet_folder.ts";
import { genotypeDigest, supernetDigest } from "./weights_owner.ts";

const CELLS: Record<string, readonly GenotypeEdge[]> = {
  a: [["sep_conv_3x3", 0], ["skip_connect", 1], ["dil_conv_3x3", 0], [
    "max_pool_3x3",
    2,
  ]],
  // other shapes
  b: [["sep_conv_5x5", 0], ["skip_connect", 1], ["dil_conv_3x3", 0], [
    "max_pool_3x3",
    2,
  ]],
  // another cell with the same shapes
  c: [["sep_conv_3x3", 1], ["skip_connect", 0], ["dil_conv_3x3", 1], [
    "avg_pool_3x3",
    0,
  ]],
};
const KNOWN = {
  operations: () => Promise.resolve(BUILT_IN_OPERATIONS),
  stem: () => Promise.resolve(BUILT_IN_STEMS.cifar),
  graphs: () => Promise.resolve(graphs),
};
const genotypeOf = (name: string) => ({
  normal: CELLS[name]!,
  normal_concat: [2, 3],
  reduce: CELLS[name]!,
  reduce_concat: [2, 3],
});

/** Writes the folder of a network with that cell. */
async function writeNetwork(folder: string, name: string): Promise<string> {
  const sizes = {
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 4,
    cells: 3,
    classes: 4,
    size: 16,
  };
  const config = { genotype: genotypeOf(name), ...sizes, auxiliary: false };
  const { flat } = trainedNetwork(config);
  const stored = { config, flat, dataset: "x", images: "all" } as const;
  await writeNetworkFolder(join(folder, name), stored, networkLayout(config));
  return join(folder, name);
}

/** Writes the folder of a supernet. */
async function writeSupernet(
  folder: string,
  name: string,
  config: SupernetConfig,
): Promise<string> {
  const layout = supernetLayout(config);
  const zeros = (count: number) => new Float32Array(count);
  await writeSupernetFolder(join(folder, name), {
    method: "darts",
    seed: 1,
    dataset: "x",
    config,
    layout,
    flat: {
      weights: initialWeights(layout, 1),
      mean: zeros(layout.statisticsCount),
      variance: zeros(layout.statisticsCount),
    },
    alphas: alphaMatrices(config.space).map(({ rows, columns }) =>
      zeros(rows * columns)
    ),
  });
  return join(folder, name);
}

const WEIGHTS = "weights.safetensors";

Deno.test("weights of another genotype are refused by both digests, whether their shapes fit or not", async () => {
  using folder = tempFolder();
  const [a, ...others] = await Promise.all(
    ["a", "b", "c"].map((name) => writeNetwork(folder.path, name)),
  );
  const digest = (name: string) => genotypeDigest(genotypeOf(name));
  for (const [at, other] of others.entries()) {
    const path = join(other, WEIGHTS);
    await Deno.copyFile(join(a!, WEIGHTS), path);
    const error = await assertRejects(
      () => readNetworkFolder(other, KNOWN),
      Error,
    );
    assertEquals(
      error.message,
      `Expected the network of genotype ${
        digest("bc"[at]!)
      } but found that of genotype ${digest("a")} in ${path}`,
    );
  }
  // and network.json with another genotype than it says
  const path = join(a!, "network.json");
  const stored = JSON.parse(await Deno.readTextFile(path));
  assertEquals([stored.kind, stored.digest], ["network", digest("a")]);
  stored.config.genotype = genotypeOf("c");
  await Deno.writeTextFile(path, JSON.stringify(stored));
  const error = await assertRejects(() => readNetworkFolder(a!, KNOWN), Error);
  assertEquals(
    error.message,
    `Expected the network of genotype ${
      digest("c")
    } but found that of genotype ${digest("a")} in ${path}`,
  );
});

Deno.test("weights of another kind are refused by both kinds, supernets by space and layout", async () => {
  using folder = tempFolder();
  const network = await writeNetwork(folder.path, "a");
  const sizes = {
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 2,
    cells: 3,
    classes: 4,
    size: 16,
  };
  const configs: Record<string, SupernetConfig> = {
    s2: { space: searchSpace("s2", { nodes: 1 }), ...sizes },
    // the same shapes: nothing but the name differs
    renamed: {
      space: { ...searchSpace("s2", { nodes: 1 }), name: "mine" },
      ...sizes,
    },
    wide: {
      space: searchSpace("s2", { nodes: 1 }),
      ...sizes,
      channels: 4,
    },
    choice: { space: choiceSpace("nasbench1shot1-1"), ...sizes },
    graph: { space: graphSpace("nasbench201"), graphs, ...sizes },
  };
  const digests = new Set<string>();
  for (const [name, config] of Object.entries(configs)) {
    const at = await writeSupernet(folder.path, name, config);
    await readSupernetFolder(at, {
      ...KNOWN,
      log: (line) => {
        throw new Error(line);
      },
    });
    digests.add(supernetDigest(config.space, supernetLayout(config)));
  }
  assertEquals(digests.size, 5);
  const s2 = join(folder.path, "s2");
  const copy = async (from: string, to: string) =>
    await Deno.copyFile(
      join(folder.path, from, WEIGHTS),
      join(folder.path, to, WEIGHTS),
    );
  const [first, second] = [...digests];
  await copy("renamed", "s2");
  await assertRejects(
    () => readSupernetFolder(s2, KNOWN),
    Error,
    `Expected the supernet of space and layout ${first} but found that of space and layout ${second} in ${s2}`,
  );
  await copy("a", "s2");
  await assertRejects(
    () => readSupernetFolder(s2, KNOWN),
    Error,
    `Expected kind supernet but found kind network in ${join(s2, WEIGHTS)}`,
  );
  await copy("wide", "a");
  await assertRejects(
    () => readNetworkFolder(network, KNOWN),
    Error,
    `Expected kind network but found kind supernet in ${
      join(network, WEIGHTS)
    }`,
  );
});

Deno.test("weights that do not say whose they are are taken where their shapes fit, with a line in the log", async () => {
  using folder = tempFolder();
  const network = await writeNetwork(folder.path, "a");
  const path = join(network, WEIGHTS);
  const before = decodeSafetensors(await Deno.readFile(path));
  const logged: string[] = [];
  const read = () =>
    readNetworkFolder(network, { ...KNOWN, log: (line) => logged.push(line) });
  const { flat } = await read();
  assertEquals(logged, []);
  await Deno.writeFile(
    path,
    encodeSafetensors(before.tensors, { format: "pt" }),
  );
  assertEquals((await read()).flat, flat);
  assertEquals(logged, [
    `${path} does not say whose weights it holds: taken as those of the network ${
      genotypeDigest(genotypeOf("a"))
    }, whose shapes they have`,
  ]);
  const [name] = Object.keys(before.tensors);
  const { [name!]: _, ...rest } = before.tensors;
  await Deno.writeFile(path, encodeSafetensors(rest));
  await assertRejects(read, Error, `Expected ${name} as F32`);
});

Deno.test("exports name kind and genotype, and are no weights of a network folder", async () => {
  using folder = tempFolder();
  const network = await writeNetwork(folder.path, "a");
  const dataset = join(folder.path, "dataset");
  await runHere(
    tinyDataset,
    testContext({ train: 8, test: 2, size: 16 }, {
      outputs: { dataset, test: join(folder.path, "test") },
      checkpoint: folder.path,
    }).context,
  );
  const weights = join(folder.path, "torch.safetensors");
  const model = join(folder.path, "network.onnx");
  const context = {
    inputs: { network, data: dataset },
    outputs: { weights, model },
    checkpoint: folder.path,
  };
  await runHere(
    torchStage,
    testContext({}, { ...context, parts: allNetworkParts() }).context,
  );
  await runHere(
    onnxStage,
    testContext({}, { ...context, parts: allNetworkParts() }).context,
  );
  const digest = genotypeDigest(genotypeOf("a"));
  const { metadata } = decodeSafetensors(await Deno.readFile(weights));
  assertEquals([metadata.kind, metadata.digest], ["torch-weights", digest]);
  const { metadataProps } = proto.onnx.ModelProto.decode(
    await Deno.readFile(model),
  );
  const props = Object.fromEntries(
    metadataProps.map(({ key, value }) => [key, value]),
  );
  assertEquals([props.kind, props.digest], ["onnx-model", digest]);
  await Deno.copyFile(weights, join(network, WEIGHTS));
  const error = await assertRejects(
    () => readNetworkFolder(network, KNOWN),
    Error,
  );
  assertStringIncludes(
    error.message,
    "Expected kind network but found kind torch-weights in",
  );
});
