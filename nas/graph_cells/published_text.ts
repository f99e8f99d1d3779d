import type { AnyGenotype } from "../genotype/any_genotype.ts";
import { isGraphGenotype } from "../genotype/graph_genotype.ts";
import { graphCellText } from "./graph_cell_text.ts";
import { formatPythonGenotype } from "../genotype/python_genotype.ts";

/** An architecture as the published training scripts take it: Python, or the string of a graph cell. */
export function publishedText(genotype: AnyGenotype): string {
  return isGraphGenotype(genotype)
    ? graphCellText(genotype)
    : formatPythonGenotype(genotype);
}
