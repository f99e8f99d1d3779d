// A search space with an operation of its own, in a module outside the project, through all stages that build a network.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join, relative } from "node:path";
import { ROOT } from "../support/root.ts";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";

/** A space of one node, with a 3x3 convolution that mixes channels. */
function spaceModule(pad = 1): string {
  return `export const space = {
  name: "mine",
  nodes: 1,
  candidates: ["none", "skip_connect", "conv_3x3"],
  operations: {
    conv_3x3: {
      name: "conv_3x3",
      takesWeight: true,
      forward: (layers, x, { name, stride, affine, weight }) =>
        layers.convNorm(layers.relu(x), {
          name: \`\${name}.op.1\`,
          filters: layers.channels(x),
          kernel: [${2 * pad + 1}, ${2 * pad + 1}],
          stride: [stride, stride],
          pad: [${pad}, ${pad}],
        }, { name: \`\${name}.op.2\`, affine, weight }),
    },
  },
};
`;
}

const SIZES = "channels: 4, cells: 3, epochs: 1, batch: 6";
const data = join(ROOT, "test/support/data/tiny_dataset_stage.ts");
/** A pipeline in a folder outside the project. */
const pipelineIn = (folder: string) => `
name: own
stages:
  data: { use: ${relative(folder, data)}, with: { train: 24, test: 8 } }
  search: { use: search, needs: { data: data }, with: { space: ./my_space.ts, method: darts, ${SIZES} } }
  derive: { use: derive, needs: { search: search } }
  project: { use: project, needs: { data: data, search: search }, with: { interval: 1, batch: 6 } }
  hessian: { use: hessian, needs: { data: data, search: search }, with: { batches: 1, batch: 8 } }
  discretise: { use: discretise, needs: { data: data, search: search, genotype: derive }, with: { batches: 1, batch: 8 } }
  count: { use: count, needs: { genotype: derive }, with: { channels: 4, cells: 3, auxiliary: false } }
  network: { use: retrain, needs: { data: data, genotype: derive }, with: { ${SIZES}, auxiliary: false } }
  score: { use: evaluate, needs: { data: data, network: network } }
  model: { use: onnx, needs: { data: data, network: network } }
  weights: { use: torch, needs: { network: network } }
  random: { use: genotype, with: { random: { space: ./my_space.ts, seed: 1 } } }
  size: { use: count, needs: { genotype: random }, with: { channels: 4, cells: 3, auxiliary: false } }
  written: { use: genotype, with: { space: ./my_space.ts, cells: { normal: [[conv_3x3, 0], [skip_connect, 1]], normal_concat: [2], reduce: [[conv_3x3, 0], [conv_3x3, 1]], reduce_concat: [2], operations: { conv_3x3: {} } } } }
  length: { use: count, needs: { genotype: written }, with: { channels: 4, cells: 3, auxiliary: false } }
  trained: { use: retrain, needs: { data: data, genotype: written }, with: { ${SIZES}, auxiliary: false } }
  other: { use: search, needs: { data: data }, with: { space: s2, method: darts, nodes: 1, ${SIZES} } }
  page: { use: report, needs: { searches: "search[*]", alphas: "search[*]", genotypes: "derive[*]" } }
`;

Deno.test("a space with an operation of its own goes through every stage, and an edit runs its own stages alone", async () => {
  await using at = pipelineFolder();
  const module = (name: string) => join(at.folder, name);
  await Deno.writeTextFile(module("my_space.ts"), spaceModule());
  const first = await at.run(pipelineIn(at.folder));
  assertEquals(first.code, 0, first.text);
  assertStringIncludes(first.text, "conv_3x3");

  // neither the place of a module nor a comment counts
  await Deno.writeTextFile(
    module("moved.ts"),
    `// edited\n${spaceModule()}`,
  );
  const moved = pipelineIn(at.folder).replaceAll("./my_space.ts", "./moved.ts");
  const again = await at.run(moved);
  assertStringIncludes(again.text, "ran 0, cached 18");

  await Deno.writeTextFile(module("moved.ts"), spaceModule(2));
  const plan = await at.run(moved, { command: "plan" });
  assertEquals(plan.code, 0, plan.text);
  assertStringIncludes(plan.text, "part: space changed");
  const cached = [...plan.text.matchAll(/^cached (\S+)$/gm)].map(([, id]) =>
    id
  );
  assertEquals(cached, ["data", "other"]);
});

Deno.test("what is wrong with a space in a module is said with its place, before anything runs", async () => {
  await using at = pipelineFolder();
  const module = join(at.folder, "my_space.ts");
  for (
    const [text, message] of [
      ["export const other = 1;\n", "to export space but found other"],
      [
        spaceModule().replace('"conv_3x3"]', '"conv_33"]'),
        'candidates of none, noise, max_pool_3x3, avg_pool_3x3, skip_connect, sep_conv_3x3, sep_conv_5x5, sep_conv_7x7, dil_conv_3x3, dil_conv_5x5, conv_7x1_1x7, nor_conv_1x1, nor_conv_3x3, conv_3x3 but found "conv_33"',
      ],
      [
        spaceModule().replace("stride: [stride, stride]", "stride: [1, 1]"),
        "an operation conv_3x3 that makes 4x4x4 of 8x8x4 at stride 2 but found 8x8x4",
      ],
      [
        spaceModule().replace('name: "mine"', 'name: "s2"'),
        "a name of its own but found s2, a built-in one",
      ],
    ] as const
  ) {
    await Deno.writeTextFile(module, text);
    const { code, text: said } = await at.run(pipelineIn(at.folder), {
      command: "plan",
    });
    assertEquals(code, 2, said);
    assertStringIncludes(said, "pipeline.yaml:5:");
    assertStringIncludes(said, message);
  }
});
