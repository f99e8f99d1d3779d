import { assertEquals, assertThrows } from "@std/assert";
import { testContext } from "../../pipeline/stage_testing.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { recurrentGenotypeFile } from "../_language/recurrent_genotype.ts";
import { genotypeTextParams } from "./params.ts";
import { run } from "./run.ts";
import definition from "./stage.ts";

/** The file that the stage writes for its parameters. */
async function written(given: object) {
  using folder = tempFolder();
  const params = genotypeTextParams.parse(given);
  const genotype = `${folder.path}/genotype.json`;
  const { context } = testContext(params, {
    choices: definition.choices!(params, {}),
    outputs: { genotype },
    checkpoint: folder.path,
  });
  await run(context as Parameters<typeof run>[0]);
  return await recurrentGenotypeFile.read(genotype);
}

Deno.test("genotype_text writes a published cell, or one of one's own", async () => {
  const published = await written({ published: "enas-ptb" });
  assertEquals(published.genotype.concat, [2, 5, 6, 9, 10, 11]);
  assertEquals(
    published.python.slice(0, 47),
    "Genotype(recurrent=[('tanh', 0), ('tanh', 1), (",
  );
  const cell = { recurrent: [["relu", 0], ["identity", 1]], concat: [2] };
  assertEquals(await written({ cell }), {
    space: "recurrent",
    genotype: cell as typeof published.genotype,
    python: "Genotype(recurrent=[('relu', 0), ('identity', 1)], concat=[2])",
  });
});

Deno.test("genotype_text refuses what is no cell", () => {
  const cell = (recurrent: unknown, concat: unknown) => () =>
    genotypeTextParams.parse({ cell: { recurrent, concat } });
  assertThrows(
    cell([["relu", 1]], [1]),
    Error,
    "Expected a source from 0 to 0",
  );
  assertThrows(cell([["relu", 0]], [2]), Error, "Expected a node from 1 to 1");
  assertThrows(cell([["none", 0]], [1]));
  assertThrows(cell([], [1]));
  assertThrows(
    () => genotypeTextParams.parse({}),
    Error,
    "Expected one of published and cell",
  );
});
