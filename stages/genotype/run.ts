import { join } from "node:path";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { cellDot } from "../../nas/genotype/draw_cell.ts";
import type { Genotype } from "../../nas/genotype/genotype.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import {
  formatPythonGenotype,
  parsePythonGenotype,
} from "../../nas/genotype/python_genotype.ts";
import { randomGenotype } from "../../nas/genotype/random_genotype.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { writeGenotypeFile } from "../_artifacts/genotype_file.ts";
import type { GenotypeParams } from "./params.ts";

function chosen(
  { published, python, cells, random }: GenotypeParams,
): { readonly space: string; readonly genotype: Genotype } {
  if (published !== undefined) return publishedGenotype(published);
  if (random !== undefined) {
    const space = searchSpace(random.space);
    return { space: space.name, genotype: randomGenotype(space, random.seed) };
  }
  const genotype = python === undefined
    ? parseGenotype(cells, "cells")
    : parsePythonGenotype(python, "python");
  return { space: "own", genotype };
}

/** Writes the genotype as JSON like `derive`, as Python text and as a drawing of both cells. */
export async function run(
  context: StageContext<GenotypeParams>,
): Promise<void> {
  const { space, genotype } = chosen(context.params);
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
