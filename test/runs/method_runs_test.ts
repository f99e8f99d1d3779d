// Methods in the stages of a pipeline, in this process.
import { join } from "node:path";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import deriveStage from "../../stages/derive/stage.ts";
import searchStage from "../../stages/search/stage.ts";
import { searchHistoryFile } from "../../stages/_artifacts/search_history.ts";
import { withStages } from "../support/stages/with_stages.ts";

const data = "dataset";
const SMALL = { channels: 2, cells: 3, epochs: 2, batch: 2 };

Deno.test("a search by rsps ends with an architecture that it drew, which derive finds in its alphas", async () => {
  await withStages(async ({ folder, run }) => {
    const read = async (path: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, path)));
    for (
      const params of [
        { space: "nasbench201" },
        { space: "s2", nodes: 2 },
      ]
    ) {
      const name = params.space;
      await run(searchStage, name, {
        params: { ...SMALL, ...params, method: "rsps", candidates: 3 },
        inputs: { data },
      });
      const { config, epochs } = await searchHistoryFile.read(
        join(folder, name, "history.json"),
      );
      assertEquals([config["candidates"], config["candidateBatches"]], [3, 1]);
      assertEquals(epochs.map(({ epoch }) => epoch), [1, 2]);
      await run(deriveStage, `${name}-derived`, {
        inputs: { search: `${name}/alphas.json` },
        parts: {
          "selection/graph": new URL(
            "../../stages/derive/graph_derivation.ts",
            import.meta.url,
          ).href,
        },
      });
      const { genotype } = await read(`${name}-derived/genotype.json`);
      const { epochs: alphas } = await read(`${name}/alphas.json`);
      // 50 stands for what the architecture has
      const chosen = Object.values<number[][]>({ ...alphas.at(-1), epoch: [] })
        .flat().filter((row) => row.includes(50));
      const edges = genotype.nodes?.flat() ??
        [...genotype.normal, ...genotype.reduce];
      assertEquals(chosen.length, edges.length);
      const trajectory = await read(`${name}-derived/trajectory.json`);
      assertEquals(trajectory.epochs.at(-1).genotype, genotype);
    }
  });
});

Deno.test("searches by beta-darts are composed with either perturbation, and named by both", async () => {
  await withStages(async ({ folder, run }) => {
    const alphas = async (perturbation: string) => {
      await run(searchStage, perturbation, {
        params: {
          ...SMALL,
          space: "s2",
          nodes: 1,
          method: { perturbation, alphaLoss: "beta-decay" },
        },
        inputs: { data },
      });
      return JSON.parse(
        await Deno.readTextFile(join(folder, perturbation, "alphas.json")),
      );
    };
    const [random, attacked] = [
      await alphas("random"),
      await alphas("adversarial"),
    ];
    assertEquals(random.method, "random+beta-decay");
    assertEquals(attacked.method, "adversarial+beta-decay");
    assertNotEquals(random.epochs[2], attacked.epochs[2]);
    const { epochs } = await searchHistoryFile.read(
      join(folder, "adversarial/history.json"),
    );
    assert(epochs.every(({ perturbationNorm }) => perturbationNorm! > 0));
  });
});
