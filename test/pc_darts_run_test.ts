// PC-DARTS through the stages: search with a kill in the middle, derivation, curvature.
import { join } from "node:path";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { ensureTensorflow } from "../engine/library/ensure.ts";
import deriveStage from "../stages/derive/stage.ts";
import searchStage from "../stages/search/stage.ts";
import { testContext } from "./stage_context.ts";
import tinyDataset from "./tiny_dataset_stage.ts";

const PARAMS = {
  space: "s2",
  method: "pc-darts-adv",
  channels: 4,
  cells: 3,
  nodes: 1,
  epochs: 2,
  warmup: 1,
  batch: 2,
};

Deno.test("a search by pc-darts-adv is killed, goes on to the same bytes, and gives a genotype by its edge weights", async () => {
  const folder = await Deno.makeTempDir();
  const { path } = await ensureTensorflow({ report: () => {} });
  Deno.env.set("SDARTS_LIBTENSORFLOW", path);
  try {
    const data = join(folder, "dataset");
    await tinyDataset.run(
      testContext({ train: 4, test: 2 }, {
        outputs: { dataset: data, test: join(folder, "test") },
        checkpoint: folder,
      }).context,
    );
    const search = async (name: string, signal?: AbortSignal) => {
      const outputs = Object.fromEntries(
        Object.entries(searchStage.outputs).map((
          [key, { path }],
        ) => [key, join(folder, name, path)]),
      );
      const checkpoint = join(folder, name, "checkpoint");
      await Deno.mkdir(checkpoint, { recursive: true });
      const { context, logged } = testContext(
        searchStage.params.parse(PARAMS),
        {
          inputs: { data },
          outputs,
          checkpoint,
          ...(signal === undefined ? {} : { signal }),
        },
      );
      await searchStage.run(context);
      return { alphas: await Deno.readTextFile(outputs.alphas!), logged };
    };
    const { alphas } = await search("whole");
    await assertRejects(() => search("killed", AbortSignal.abort()));
    const again = await search("killed");
    assertEquals(again.logged.length, 1, "it says where it goes on");
    assertEquals(again.alphas, alphas);
    const file = JSON.parse(alphas);
    assertEquals(file.space.relaxation, "partial");
    assertEquals(file.epochs[1].betas_normal_0, file.epochs[0].betas_normal_0);
    const out = (name: string) => join(folder, name);
    await deriveStage.run(
      testContext({}, {
        inputs: { search: join(folder, "whole", "alphas.json") },
        outputs: {
          genotype: out("genotype.json"),
          trajectory: out("trajectory.json"),
        },
        checkpoint: folder,
      }).context,
    );
    const { genotype } = JSON.parse(
      await Deno.readTextFile(out("genotype.json")),
    );
    assertEquals(genotype.normal.length, 2);
    assert(genotype.normal.every(([, source]: [string, number]) => source < 2));
  } finally {
    Deno.env.delete("SDARTS_LIBTENSORFLOW");
    await Deno.remove(folder, { recursive: true });
  }
});
