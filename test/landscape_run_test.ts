import { join } from "node:path";
import { assert, assertEquals, assertRejects } from "@std/assert";
import landscapeStage from "../stages/landscape/stage.ts";
import { withStages, writeSupernet } from "./with_stages.ts";

Deno.test("the stage landscape measures a grid whose middle is the search's end, the same each time", async () => {
  await withStages(async ({ folder, run }) => {
    await writeSupernet(folder, "sdarts-rs");
    const inputs = { data: "dataset", search: "supernet" };
    const measure = async (name: string, params: Record<string, number>) => {
      await run(landscapeStage, name, { params, inputs });
      const path = join(folder, name, "landscape.json");
      const text = await Deno.readTextFile(path);
      return { text, found: JSON.parse(text) };
    };
    const params = { points: 3, radius: 4, batches: 1, batch: 2 };
    const { text, found } = await measure("first", params);
    assertEquals(found.coordinates, [-4, 0, 4]);
    assertEquals([found.method, found.space, found.images], [
      "sdarts-rs",
      "s3",
      2,
    ]);
    const losses: number[] = found.loss.flat();
    assertEquals(losses.length, 9);
    assert(new Set(losses).size > 1 && losses.every(Number.isFinite));
    for (const accuracy of found.accuracy.flat()) {
      assert([0, 0.5, 1].includes(accuracy));
    }
    assertEquals((await measure("again", params)).text, text);
    const wide = await measure("wide", { ...params, radius: 8 });
    assertEquals(wide.found.loss[1][1], found.loss[1][1]);
    assert(wide.found.loss[0][0] !== found.loss[0][0]);
    await assertRejects(
      () => measure("large", { ...params, batch: 1000 }),
      Error,
      "in the parameters of landscape",
    );
  });
});
