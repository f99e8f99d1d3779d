import type { Genotype } from "../../nas/genotype/genotype.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { randomGenotype } from "../../nas/genotype/random_genotype.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import type { GenotypeParams } from "./params.ts";

/** An architecture and the space that it is from: `own` where nobody says. */
export interface ChosenGenotype {
  readonly space: string;
  readonly genotype: Genotype;
}

/** The architecture that parameters choose. */
export function chosenGenotype(
  { published, python, cells, random }: GenotypeParams,
): ChosenGenotype {
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
