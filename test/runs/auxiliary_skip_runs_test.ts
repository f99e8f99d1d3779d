// Stages of a search with auxiliary skips, in this process: DARTS- with the attack of SDARTS, and what follows it.
import { join } from "node:path";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import deriveStage from "../../stages/derive/stage.ts";
import hessianStage from "../../stages/hessian/stage.ts";
import projectStage from "../../stages/project/stage.ts";
import searchStage from "../../stages/search/stage.ts";
import { searchParams } from "../../stages/search/params.ts";
import { offeredBy, withStages } from "../support/stages/with_stages.ts";

const data = "dataset";

Deno.test("a search by darts-minus-adv is killed, resumes to the same bytes, and its supernet keeps the last factor", async () => {
  await withStages(async ({ folder, run }) => {
    const read = async (path: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, path)));
    const search = async (name: string, signal?: AbortSignal) => {
      const logged = await run(searchStage, name, {
        params: {
          space: "s2",
          method: "darts-minus-adv",
          channels: 2,
          cells: 3,
          nodes: 1,
          epochs: 2,
          batch: 2,
        },
        inputs: { data },
        ...(signal === undefined ? {} : { signal }),
      });
      return { logged, alphas: await read(`${name}/alphas.json`) };
    };
    const { alphas, logged } = await search("whole");
    await assertRejects(() => search("killed", AbortSignal.abort()));
    const again = await search("killed");
    assertMatch(again.logged[0]!, /^resumes from its checkpoint/);
    assertEquals(again.logged.slice(1), logged);
    assertEquals(again.alphas, alphas);
    assertEquals(alphas.composition.auxiliarySkip, "linear");
    const { config } = await read("whole/supernet/supernet.json");
    assertEquals(config.auxiliarySkip, 0.5);
    const { epochs } = await read("whole/history.json");
    assertEquals(
      epochs.map(({ skipFactor }: { skipFactor: number }) => skipFactor),
      [1, 0.5],
    );
    await run(deriveStage, "derived", {
      inputs: { search: "whole/alphas.json" },
    });
    const { genotype } = await read("derived/genotype.json");
    assertEquals(genotype.normal.length, 2);
    const supernet = { data, search: "whole/supernet" };
    await run(hessianStage, "hessian", {
      params: { batches: 1, batch: 2 },
      inputs: supernet,
    });
    assertEquals((await read("hessian/hessian.json")).dimension, 8);
    await run(projectStage, "projected", {
      params: { interval: 1, batch: 2 },
      inputs: supernet,
      parts: offeredBy("darts-minus-adv"),
    });
    assertEquals((await read("projected/genotype.json")).space, "s2");
  });
});

Deno.test("auxiliary skips need edges with candidates", () => {
  const { error } = searchParams.safeParse({
    space: "nasbench1shot1-1",
    method: "darts-minus",
  });
  assertEquals(error?.issues.map(({ message }) => message), [
    "Expected a space whose edges have candidates for darts-minus but found nasbench1shot1-1",
  ]);
});
