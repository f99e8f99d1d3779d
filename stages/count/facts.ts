import {
  genotypeParts,
  isGraphFacts,
  operationComplaints,
} from "../_declare/operation_parts.ts";
import { knownInput } from "../_declare/facts.ts";
import { auxiliaryTrouble } from "../../nas/network/network.ts";
import { stemFacts } from "../_declare/stem_param.ts";
import { graphTroubles } from "../../nas/network/graph_trouble.ts";
import { sideTrouble } from "../../nas/network/side_trouble.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { CountParams } from "./params.ts";

/** Tells the operations of the network, and complains of a size that the network cannot take. */
export const facts: ForeseeFacts<CountParams> = (params, inputs) => {
  const sizes = { ...params, ...stemFacts(params.stem, inputs) };
  const genotype = knownInput(inputs, "genotype", "genotype");
  const [trouble] = isGraphFacts(genotype) ? graphTroubles(sizes) : [];
  const message = isGraphFacts(genotype)
    ? trouble?.message
    : sideTrouble(sizes) ??
      (params.auxiliary ? auxiliaryTrouble(sizes) : undefined);
  return {
    parts: genotypeParts(genotype),
    complaints: [
      ...operationComplaints(genotype),
      ...(message === undefined
        ? []
        : [{ path: [trouble?.setting ?? "size"], message }]),
    ],
  };
};
