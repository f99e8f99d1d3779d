import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { GenotypeFacts } from "../_declare/facts.ts";
import { chosenGenotype } from "./chosen.ts";
import type { GenotypeParams } from "./params.ts";

/** Tells the genotype, or the space that it will be drawn from. */
export const facts: ForeseeFacts<GenotypeParams> = (params) => {
  const chosen = chosenGenotype(params);
  const genotype: GenotypeFacts = "draw" in chosen
    ? { space: chosen.draw }
    : { genotype: chosen.genotype };
  return { outputs: { genotype } };
};
