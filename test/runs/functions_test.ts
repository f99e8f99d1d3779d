// Another repository imports mod.ts and runs stages as functions: its own configuration, types, no pipeline file.
import { assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { join, relative } from "node:path";
import { callStage } from "../../pipeline/call_stage.ts";
import { readAlphasFile } from "../../stages/_artifacts/alphas_file.ts";
import tinyDataset from "../support/data/tiny_dataset_stage.ts";
import { withStages } from "../support/stages/with_stages.ts";
import searchStage from "../../stages/search/stage.ts";
import { ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

const PROGRAM = `
import { derive, evaluate, hessian, type Progress, retrain, search } from "sdarts";

const data = { files: { dataset: "data/dataset", test: "data/test", ids: "" } };
const seen: Progress[] = [];
const found = await search({
  data,
  params: { space: "s3", method: "sdarts-rs", seed: 1, channels: 2, cells: 3, nodes: 1, epochs: 2, batch: 8 },
  folder: "out/search",
  onProgress: (progress) => seen.push(progress),
});
const cell = await derive({ search: found, folder: "out/cell" });
const network = await retrain({
  data,
  genotype: cell,
  params: { channels: 2, cells: 3, epochs: 1, batch: 16, auxiliary: false, cutout: 0 },
  folder: "out/network",
});
// At the same time: one waits for the other.
const [test, curvature] = await Promise.all([
  evaluate({ data, network, folder: "out/test" }),
  hessian({ data, search: found, params: { batches: 1, batch: 8 }, folder: "out/hessian" }),
]);
const top: number | null = curvature.hessian.top.mean;
if (!("normal" in cell.genotype)) throw new Error("a graph cell");
const edges: readonly (readonly [string, number, number?])[] = cell.genotype.normal;
await Deno.writeTextFile("found.json", JSON.stringify({
  epochs: found.alphas.epochs.length,
  losses: found.history.epochs.map(({ trainLoss }) => trainLoss),
  edges: edges.length,
  python: cell.python,
  trained: network.history.epochs.length,
  count: test.evaluation.count,
  top,
  progress: seen.map(({ note }) => note).filter((note) => note?.startsWith("epoch 2/2")).length,
}));
`;

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return Object.values(value as object).flatMap(numbersIn);
}

/** A space of one node whose operation is its own. */
const SPACE = `export const space = {
  name: "mine",
  nodes: 1,
  candidates: ["skip_connect", "twice"],
  operations: {
    twice: { name: "twice", forward: (layers, x, { name, stride, affine }) =>
      layers.convNorm(x, {
        name: name + ".0", filters: layers.channels(x), kernel: [1, 1], stride: [stride, stride], pad: [0, 0],
      }, { name: name + ".1", affine }) },
  },
};
`;
const OWN_SPACE = `
import { builtInStage, callStage, derive, offeredModules, retrain, search } from "sdarts";

const data = { files: { dataset: "data/dataset", test: "data/test", ids: "" } };
const sizes = { channels: 2, cells: 3, epochs: 1, batch: 8 };
const params = { space: "./my_space.ts", method: "sdarts-rs" as const, ...sizes };
const found = await search({ data, params, folder: "own/search" });
const takes = { space: import.meta.resolve("./my_space.ts") };
const made = await callStage(builtInStage("project"), {
  inputs: { data: "data/dataset", search: found.files.supernet },
  takes: { ...takes, ...await offeredModules(builtInStage("search"), params) },
  params: { interval: 1, batch: 8 },
  folder: "own/project",
});
const genotype = await derive({ search: found, folder: "own/cell" });
for (const cell of [genotype, made["genotype"]!]) {
  const folder = cell === genotype ? "own/network" : "own/other";
  await retrain({ data, genotype: cell, takes, params: { ...sizes, auxiliary: false, cutout: 0 }, folder });
}
`;

/** Runs a program in the folder of another repository; throws what it wrote if it fails. */
async function runProgram(folder: string, args: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "null",
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

/** Writes both programs into the folder of another repository, with data. Their types are checked together, as that takes seconds. */
async function writePrograms(folder: string): Promise<void> {
  const at = (path: string) => join(folder, path);
  await callStage(tinyDataset, {
    params: { train: 32, test: 8 },
    folder: at("data"),
  });
  Deno.writeTextFileSync(
    at("deno.json"),
    JSON.stringify({
      imports: { sdarts: "jsr:@sdarts/sdarts" },
      links: [relative(folder, ROOT)],
      // Its own lock file would make Deno ask the registry.
      lock: false,
    }),
  );
  Deno.writeTextFileSync(at("my_space.ts"), SPACE);
  Deno.writeTextFileSync(at("main.ts"), PROGRAM);
  Deno.writeTextFileSync(at("own_space.ts"), OWN_SPACE);
  await runProgram(folder, ["check", "main.ts", "own_space.ts"]);
}

Deno.test("programs of another repository", async (t) => {
  using folder = tempFolder();
  const at = (path: string) => join(folder.path, path);
  await writePrograms(folder.path);
  await t.step(
    "search, derive, retrain, evaluate and measure curvature by functions of mod.ts",
    async () => {
      await runProgram(folder.path, ["run", "-A", "main.ts"]);
      const found = JSON.parse(Deno.readTextFileSync(at("found.json")));
      assertEquals(found.epochs, 3);
      assertEquals(found.losses.length, 2);
      assertEquals(found.edges, 2);
      assertEquals(found.python.startsWith("Genotype(normal="), true);
      assertEquals([found.trained, found.count], [1, 8]);
      assertEquals(Number.isFinite(found.top), true);
      assertGreater(found.progress, 0);
      assertEquals(
        [...Deno.readDirSync(at("out/search"))].map(({ name }) => name).sort(),
        ["alphas.json", "history.json", "supernet"],
      );
      // The numbers are those of the stage in a process of a pipeline.
      await withStages(async ({ folder: own, run }) => {
        await run(searchStage, "search", {
          params: {
            space: "s3",
            method: "sdarts-rs",
            seed: 1,
            channels: 2,
            cells: 3,
            nodes: 1,
            epochs: 2,
            batch: 8,
          },
          inputs: { data: relative(own, at("data/dataset")) },
        });
        const [called, staged] = await Promise.all([
          readAlphasFile(at("out/search/alphas.json")),
          readAlphasFile(join(own, "search/alphas.json")),
        ]);
        assertEquals({ ...called, epochs: 0 }, { ...staged, epochs: 0 });
        // Sums round by the threads of the first session in a process, and this one has run other tests.
        numbersIn(called.epochs).forEach((alpha, index) =>
          assertAlmostEquals(alpha, numbersIn(staged.epochs)[index]!, 1e-5)
        );
      });
    },
  );
  await t.step(
    "search, project and train an operation of one's own",
    async () => {
      await runProgram(folder.path, ["run", "-A", "own_space.ts"]);
      assertEquals(
        [...Deno.readDirSync(at("own"))].map(({ name }) => name).sort(),
        ["cell", "network", "other", "project", "search"],
      );
    },
  );
});
