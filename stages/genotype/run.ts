import { join } from "node:path";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { cellDot } from "../../nas/genotype/draw_cell.ts";
import { formatPythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { randomGenotype } from "../../nas/genotype/random_genotype.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { writeGenotypeFile } from "../_artifacts/genotype_file.ts";
import type { ChosenGenotype } from "./chosen.ts";
import type { GenotypeParams } from "./params.ts";

/** Writes the genotype as JSON like `derive`, as Python text and as a drawing of both cells. */
export async function run(
  context: StageContext<GenotypeParams, ChosenGenotype>,
): Promise<void> {
  const { choices } = context;
  const { space, genotype } = "draw" in choices
    ? {
      space: choices.draw.name,
      genotype: randomGenotype(choices.draw, choices.seed),
    }
    : choices;
  const python = formatPythonGenotype(genotype);
  await writeGenotypeFile(context.output("genotype"), {
    space,
    genotype,
    python,
  });
  await Deno.writeTextFile(context.output("text"), `${python}\n`);
  const folder = context.output("drawing");
  await Deno.mkdir(folder, { recursive: true });
  const graphviz = await Graphviz.load();
  for (const kind of ["normal", "reduce"] as const) {
    await Deno.writeTextFile(
      join(folder, `${kind}.svg`),
      graphviz.dot(cellDot(genotype, kind)),
    );
  }
  context.log(python);
}
