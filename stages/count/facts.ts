import {
  genotypeParts,
  operationComplaints,
} from "../_declare/operation_parts.ts";
import { knownInput } from "../_declare/facts.ts";
import { auxiliaryTrouble } from "../../nas/network/network.ts";
import { stemFacts } from "../_declare/stem_param.ts";
import { sideTrouble } from "../../nas/network/side_trouble.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { CountParams } from "./params.ts";

/** Tells the operations of the network, and complains of a size that the network cannot take. */
export const facts: ForeseeFacts<CountParams> = (params, inputs) => {
  const sizes = { ...params, ...stemFacts(params.stem, inputs) };
  const message = sideTrouble(sizes) ??
    (params.auxiliary ? auxiliaryTrouble(sizes) : undefined);
  const genotype = knownInput(inputs, "genotype", "genotype");
  return {
    parts: genotypeParts(genotype),
    complaints: [
      ...operationComplaints(genotype),
      ...(message === undefined ? [] : [{ path: ["size"], message }]),
    ],
  };
};
