import { join } from "node:path";
import { assert, assertEquals, assertRejects } from "@std/assert";
import discretiseStage from "../../stages/discretise/stage.ts";
import landscapeStage from "../../stages/landscape/stage.ts";
import { withStages, writeSupernet } from "../support/stages/with_stages.ts";

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
    assertEquals([found.method, found.space, found.images, found.mode], [
      "sdarts-rs",
      "s3",
      2,
      "evaluation",
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

Deno.test("the stage discretise measures the mixture and the derived architecture on the same images", async () => {
  await withStages(async ({ folder, run }) => {
    await writeSupernet(folder, "sdarts-rs");
    const read = async (path: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, path)));
    const cell = [["sep_conv_3x3", 0], ["skip_connect", 1]];
    const genotype = (cell: unknown) => ({
      normal: cell,
      normal_concat: [2],
      reduce: cell,
      reduce_concat: [2],
    });
    const write = (cell: unknown) =>
      Deno.writeTextFile(
        join(folder, "genotype.json"),
        JSON.stringify({ space: "s3", genotype: genotype(cell), python: "" }),
      );
    const measure = (name: string) =>
      run(discretiseStage, name, {
        params: { batches: 1, batch: 2 },
        inputs: {
          data: "dataset",
          search: "supernet",
          genotype: "genotype.json",
        },
      });
    await write(cell);
    await measure("first");
    const { images, mode, mixture, discrete, drop } = await read(
      "first/discretisation.json",
    );
    assertEquals([images, mode], [2, "train"]);
    assert(mixture.loss > 0 && discrete.loss > 0);
    assert(mixture.loss !== discrete.loss);
    assertEquals(drop, mixture.accuracy - discrete.accuracy);
    await write([["skip_connect", 0], ["skip_connect", 1]]);
    await measure("skips");
    const skips = await read("skips/discretisation.json");
    assertEquals(skips.mixture, mixture);
    assert(skips.discrete.loss !== discrete.loss);
    await write([["max_pool_3x3", 0], ["skip_connect", 1]]);
    await assertRejects(
      () => measure("foreign"),
      RangeError,
      "Expected an edge of s3 with max_pool_3x3",
    );
  });
});
