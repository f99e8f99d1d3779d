// quark0/darts#114, AutoDL#66: how does the printed cell become a network?
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { allNetworkParts } from "../../stages/_declare/operation_parts.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { join } from "node:path";
import { countNetwork } from "../../nas/network/count.ts";
import { cellDot } from "../../nas/genotype/draw_cell.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import {
  PUBLISHED_NAMES,
  publishedGenotype,
} from "../../nas/genotype/published.ts";
import {
  formatPythonGenotype,
  parsePythonGenotype,
} from "../../nas/genotype/python_genotype.ts";
import { networkCountFile } from "../../stages/_artifacts/network_count.ts";
import countStage from "../../stages/count/stage.ts";
import genotypeStage from "../../stages/genotype/stage.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import { tempFolder } from "../support/temp_folder.ts";

/** Runs the stage `genotype` and then `count`, and gives what they wrote. */
async function give(params: unknown) {
  using folder = tempFolder();
  const outputs = {
    genotype: join(folder.path, "genotype.json"),
    text: join(folder.path, "genotype.py"),
    drawing: join(folder.path, "drawing"),
    count: join(folder.path, "count.json"),
  };
  await runHere(
    genotypeStage,
    testContext(genotypeStage.params.parse(params), {
      choices: genotypeStage.choices?.(
        genotypeStage.params.parse(params),
        {},
      ),
      outputs,
      checkpoint: folder.path,
    }).context,
  );
  await runHere(
    countStage,
    testContext(countStage.params.parse({}), {
      parts: allNetworkParts(),
      inputs: { genotype: outputs.genotype },
      outputs,
      checkpoint: folder.path,
    }).context,
  );
  const read = (path: string) => Deno.readTextFileSync(path);
  const found = {
    file: JSON.parse(read(outputs.genotype)),
    text: read(outputs.text),
    normal: read(join(outputs.drawing, "normal.svg")),
    reduce: read(join(outputs.drawing, "reduce.svg")),
    count: await networkCountFile.read(outputs.count),
  };
  return found;
}

for (const name of PUBLISHED_NAMES) {
  Deno.test(`${name} survives JSON, Python text and the parsers of both`, () => {
    const { genotype } = publishedGenotype(name);
    const text = formatPythonGenotype(genotype);
    assertEquals(parsePythonGenotype(text), genotype);
    assertEquals(
      parsePythonGenotype(
        `${name.toUpperCase().replaceAll("-", "_")} = ${text}\n`,
      ),
      genotype,
    );
    assertEquals(formatPythonGenotype(parsePythonGenotype(text)), text);
    assertEquals(parseGenotype(JSON.parse(JSON.stringify(genotype))), genotype);
    for (const kind of ["normal", "reduce"] as const) {
      const dot = cellDot(genotype, kind);
      // Every edge of the cell is drawn, and every node that makes the output.
      assertEquals(
        dot.split(" -> ").length - 1,
        8 + genotype[`${kind}_concat`].length,
      );
    }
  });
}

Deno.test("a published name, its Python text and its JSON are one network, drawn and counted alike", async () => {
  const { genotype } = publishedGenotype("sdarts-adv-c10-s5");
  const published = await give({ published: "sdarts-adv-c10-s5" });
  const python = await give({ python: published.text });
  const cells = await give({ cells: published.file.genotype });
  for (const other of [python, cells]) {
    assertEquals(
      { ...other, file: { ...other.file, space: "darts" } },
      published,
    );
  }
  assertEquals(published.file.genotype, genotype);
  assertEquals(published.count.parameters, 3_344_806);
  assertEquals(
    published.count.parameters,
    countNetwork({
      genotype,
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: 36,
      cells: 20,
      classes: 10,
      size: 32,
      auxiliary: false,
    }).parameters,
  );
  assertMatch(published.normal, /<svg[^>]*xmlns=/);
  assertStringIncludes(published.reduce, "max_pool_3x3");
});

Deno.test("genotypes of another form than the parser writes are read too", () => {
  const { genotype } = publishedGenotype("darts-v1");
  const spread = formatPythonGenotype(genotype)
    .replaceAll("'", '"')
    .replaceAll(", ", " ,\n  ")
    .replace("range(2 ,\n  6)", "[2, 3, 4, 5,]");
  assertEquals(parsePythonGenotype(spread), genotype);
  const commented = `# the first one\nDARTS_V1 = ${
    formatPythonGenotype(genotype)
  }  # as published\n`;
  let found: unknown;
  try {
    found = parsePythonGenotype(commented);
  } catch (error) {
    found = (error as Error).message;
  }
  assertEquals(found, genotype);
});

Deno.test("a drawn architecture is given in the same three ways, and is the same again", async () => {
  const random = { space: "s4", seed: 7 };
  const { file, text, normal, count } = await give({ random });
  assertEquals(file, (await give({ random })).file);
  assertEquals(file.space, "s4");
  assertEquals(parsePythonGenotype(text), file.genotype);
  assert(normal.includes("<svg") && count.parameters > 0);
  const other = await give({ random: { ...random, seed: 8 } });
  assertNotEquals(other.file.genotype, file.genotype);
  assertThrows(() => genotypeStage.params.parse({ random, python: text }));
});
