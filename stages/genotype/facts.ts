import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { GenotypeFacts } from "../_declare/facts.ts";
import type { GenotypeParams } from "./params.ts";

/** Tells the genotype, or the space that it will be drawn from. */
export const facts: ForeseeFacts<GenotypeParams> = (params) => ({
  outputs: { genotype: genotypeFacts(params) },
});

function genotypeFacts(
  { published, python, cells, random }: GenotypeParams,
): GenotypeFacts {
  if (published !== undefined) {
    return { genotype: publishedGenotype(published).genotype };
  }
  if (random !== undefined) return { space: searchSpace(random.space) };
  return {
    genotype: python === undefined
      ? parseGenotype(cells, "cells")
      : parsePythonGenotype(python, "python"),
  };
}
