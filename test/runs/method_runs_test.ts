// Methods in the stages of a pipeline, in this process.
import { join } from "node:path";
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
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
        { space: "nasbench1shot1-1" },
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
      const { epochs: alphas } = await read(`${name}/alphas.json`);
      // 50 stands for what the architecture has
      const chosen = Object.values<number[][]>({ ...alphas.at(-1), epoch: [] })
        .flat().filter((row) => row.includes(50));
      if (name === "nasbench1shot1-1") {
        // four blocks, two of them with weighed inputs, and the output
        assertEquals(chosen.length, 4 + 2 + 1);
        continue;
      }
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

Deno.test("a search by oles with a random perturbation counts its stopped operations and takes the epoch that validated best, also after a kill", async () => {
  await withStages(async ({ folder, run }) => {
    const search = (name: string, signal?: AbortSignal) =>
      run(searchStage, name, {
        params: {
          ...SMALL,
          space: "nasbench201",
          epochs: 24,
          method: { perturbation: "random", regulariser: "operation-stop" },
        },
        inputs: { data },
        ...(signal === undefined ? {} : { signal }),
      });
    const logged = await search("oles");
    await assertRejects(() => search("killed", AbortSignal.abort()));
    const again = await search("killed");
    assertMatch(again[0]!, /^resumes from its checkpoint/);
    assertEquals(again.slice(1), logged);
    for (const output of ["alphas.json", "history.json"]) {
      const [whole, resumed] = await Promise.all(
        ["oles", "killed"].map((name) =>
          Deno.readTextFile(join(folder, name, output))
        ),
      );
      assertEquals(resumed, whole);
    }
    const { method, epochs, bestEpoch } = await searchHistoryFile.read(
      join(folder, "oles/history.json"),
    );
    assertEquals(method, "random+operation-stop");
    const counts = epochs.map((epoch) => epoch.stoppedOperations!);
    // one step an epoch, and 21 scores a window
    assertEquals(counts.slice(0, 21), Array(21).fill(0));
    assert(counts[21]! > 0 && counts[21]! <= 36);
    const accuracies = epochs.map(({ validAccuracy }) => validAccuracy!);
    const best = accuracies.indexOf(Math.max(...accuracies)) + 1;
    assertEquals(bestEpoch, best);
    const alphas = JSON.parse(
      await Deno.readTextFile(join(folder, "oles/alphas.json")),
    );
    assertEquals(alphas.epochs.at(-1).epoch, best);
    assertEquals(logged.slice(0, 2), [
      `stopped the training of ${counts.at(-1)} of 36 operations`,
      `the architecture is that of epoch ${best} of 24, which validated best`,
    ]);
  });
});
