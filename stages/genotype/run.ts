import { join } from "node:path";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { cellDot, graphCellDot } from "../../nas/genotype/draw_cell.ts";
import { isGraphGenotype } from "../../nas/genotype/graph_genotype.ts";
import { publishedText } from "../../nas/graph_cells/published_text.ts";
import { randomGraph } from "../../nas/graph_cells/random_graph.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import { randomGenotype } from "../../nas/genotype/random_genotype.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { writeGenotypeFile } from "../_artifacts/genotype_file.ts";
import type { ChosenGenotype } from "./chosen.ts";
import type { GenotypeParams } from "./params.ts";

/** Writes the genotype as JSON like `derive`, as Python text and as a drawing of its cells. */
export async function run(
  context: StageContext<GenotypeParams, ChosenGenotype>,
): Promise<void> {
  const { choices } = context;
  const { space, genotype } = "draw" in choices
    ? {
      space: choices.draw.name,
      genotype: isGraphSpace(choices.draw)
        ? randomGraph(choices.draw, choices.seed)
        : randomGenotype(choices.draw, choices.seed),
    }
    : choices;
  const python = publishedText(genotype);
  await writeGenotypeFile(context.output("genotype"), {
    space,
    genotype,
    python,
  });
  await Deno.writeTextFile(context.output("text"), `${python}\n`);
  const folder = context.output("drawing");
  await Deno.mkdir(folder, { recursive: true });
  const graphviz = await Graphviz.load();
  const drawings = isGraphGenotype(genotype)
    ? { cell: graphCellDot(genotype) }
    : {
      normal: cellDot(genotype, "normal"),
      reduce: cellDot(genotype, "reduce"),
    };
  for (const [name, dot] of Object.entries(drawings)) {
    await Deno.writeTextFile(
      join(folder, `${name}.svg`),
      graphviz.dot(dot),
    );
  }
  context.log(python);
}
