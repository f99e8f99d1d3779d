import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { operationComplaints } from "../_declare/operation_parts.ts";
import { type GenotypeFacts, ownSpaceFacts } from "../_declare/facts.ts";
import { chosenGenotype } from "./chosen.ts";
import type { GenotypeParams } from "./params.ts";

/** Tells the genotype, or the space that it will be drawn from. */
export const facts: ForeseeFacts<GenotypeParams> = (params, inputs) => {
  const chosen = chosenGenotype(params, inputs.parts);
  const own = ownSpaceFacts(inputs);
  const genotype: GenotypeFacts = "draw" in chosen
    ? { space: chosen.draw, ...(own === undefined ? {} : { own }) }
    : { genotype: chosen.genotype, ...(own === undefined ? {} : { own }) };
  return {
    outputs: { genotype },
    complaints: own === undefined
      ? []
      : operationComplaints(genotype, ["cells"]),
  };
};
