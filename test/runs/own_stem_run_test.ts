// A stem of one's own, in a module outside the project, through all stages that build a network.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join, relative } from "node:path";
import { ROOT } from "../support/root.ts";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";

/** A stem that halves the images, by a convolution of a side. */
function stemModule(side = 3): string {
  return `export const stem = {
  name: "halving",
  halvings: 1,
  reduced: false,
  forward: (layers, images, channels) => {
    const map = layers.convNorm(images, {
      name: "stem.0",
      filters: channels,
      kernel: [${side}, ${side}],
      stride: [2, 2],
      pad: [${(side - 1) / 2}, ${(side - 1) / 2}],
    }, { name: "stem.1", affine: true });
    return [map, map];
  },
};
`;
}

const SIZES = "stem: ./halving.ts, channels: 4, cells: 3, epochs: 1, batch: 6";
const COUNT = "stem: ./halving.ts, channels: 4, cells: 3, auxiliary: false";
const data = join(ROOT, "test/support/data/tiny_dataset_stage.ts");
/** A pipeline in a folder outside the project. */
const pipelineIn = (folder: string) => `
name: own
stages:
  data: { use: ${relative(folder, data)}, with: { train: 24, test: 8 } }
  search: { use: search, needs: { data: data }, with: { space: s2, nodes: 1, method: darts, ${SIZES} } }
  derive: { use: derive, needs: { search: search } }
  project: { use: project, needs: { data: data, search: search }, with: { interval: 1, batch: 6 } }
  hessian: { use: hessian, needs: { data: data, search: search }, with: { batches: 1, batch: 8 } }
  discretise: { use: discretise, needs: { data: data, search: search, genotype: derive }, with: { batches: 1, batch: 8 } }
  count: { use: count, needs: { genotype: derive }, with: { ${COUNT} } }
  network: { use: retrain, needs: { data: data, genotype: derive }, with: { ${SIZES}, auxiliary: false } }
  score: { use: evaluate, needs: { data: data, network: network } }
  model: { use: onnx, needs: { data: data, network: network } }
  weights: { use: torch, needs: { network: network } }
  other: { use: retrain, needs: { data: data, genotype: derive }, with: { channels: 4, cells: 3, epochs: 1, batch: 6, auxiliary: false } }
`;

Deno.test("a stem of one's own goes through every stage, and an edit runs its own stages alone", async () => {
  await using at = pipelineFolder();
  const module = join(at.folder, "halving.ts");
  await Deno.writeTextFile(module, stemModule());
  const first = await at.run(pipelineIn(at.folder));
  assertEquals(first.code, 0, first.text);

  await Deno.writeTextFile(module, `// edited\n${stemModule()}`);
  const again = await at.run(pipelineIn(at.folder));
  assertStringIncludes(again.text, "ran 0, cached 12");

  await Deno.writeTextFile(module, stemModule(5));
  const plan = await at.run(pipelineIn(at.folder), { command: "plan" });
  assertEquals(plan.code, 0, plan.text);
  assertStringIncludes(plan.text, "part: stem changed");
  const cached = [...plan.text.matchAll(/^cached (\S+)$/gm)].map(([, id]) =>
    id
  );
  assertEquals(cached[0], "data");
  assertEquals(cached.includes("search") || cached.includes("network"), false);
});

Deno.test("what is wrong with a stem in a module is said with its place, before anything runs", async () => {
  await using at = pipelineFolder();
  const module = join(at.folder, "halving.ts");
  const yaml = pipelineIn(at.folder);
  for (
    const [text, file, message] of [
      [
        stemModule().replace("forward:", "forwards:"),
        yaml,
        "Expected `stem` of ./halving.ts to have a function forward but found none",
      ],
      [
        stemModule().replace("halvings: 1", "halvings: 2"),
        yaml,
        "is 64x64, as halvings and reduced tell, but found 128x128",
      ],
      [
        stemModule(),
        yaml.replaceAll(", auxiliary: false", ""),
        "Expected auxiliary: false, as stem: halving has no auxiliary head",
      ],
      [
        stemModule(),
        yaml.replaceAll("stem: ./halving.ts", "stem: halving"),
        "cifar",
      ],
    ] as const
  ) {
    await Deno.writeTextFile(module, text);
    const { code, text: said } = await at.run(file, { command: "plan" });
    assertEquals(code, 2, said);
    assertStringIncludes(said, message);
  }
});
