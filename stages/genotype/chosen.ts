import type { Genotype } from "../../nas/genotype/genotype.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { type SearchSpace, searchSpace } from "../../nas/space/edge_space.ts";
import type { GenotypeParams } from "./params.ts";

/** An architecture and the space that it is from, `own` where nobody says; or how to draw one. */
export type ChosenGenotype =
  | { readonly space: string; readonly genotype: Genotype }
  | { readonly draw: SearchSpace; readonly seed: number };

/** The architecture that parameters choose. */
export function chosenGenotype(
  { published, python, cells, random }: GenotypeParams,
): ChosenGenotype {
  if (published !== undefined) return publishedGenotype(published);
  if (random !== undefined) {
    return { draw: searchSpace(random.space), seed: random.seed };
  }
  const genotype = python === undefined
    ? parseGenotype(cells, "cells")
    : parsePythonGenotype(python, "python");
  return { space: "own", genotype };
}
