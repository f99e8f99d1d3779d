import { RECURRENT_NODES } from "../../nas/recurrent/recurrent_space.ts";
import type { EstimateCost } from "../../pipeline/stage.ts";
import { knownInput } from "../_declare/facts.ts";
import { languageEstimate } from "../_language/language_cost.ts";
import type { RetrainTextParams } from "./params.ts";

/** Estimates the cost of a training, of a cell with as many nodes as the published ones. */
export const estimate: EstimateCost<RetrainTextParams> = (params, inputs) => {
  const text = knownInput(inputs, "text", "text");
  return text && languageEstimate(text, {
    ...params,
    nodes: RECURRENT_NODES,
    searched: false,
    more: 0,
  });
};
