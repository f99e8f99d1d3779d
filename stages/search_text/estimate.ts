import { METHODS } from "../../nas/search/method.ts";
import type { EstimateCost } from "../../pipeline/stage.ts";
import { knownInput } from "../_declare/facts.ts";
import { perturbationCost } from "../_declare/perturbation_cost.ts";
import { languageEstimate } from "../_language/language_cost.ts";
import type { SearchTextParams } from "./params.ts";

/** Estimates the cost of a search; an alpha step costs as much as a weight step. */
export const estimate: EstimateCost<SearchTextParams> = (params, inputs) => {
  const text = knownInput(inputs, "text", "text");
  if (text === undefined) return undefined;
  const { perturbation } = METHODS[params.method];
  return languageEstimate(text, {
    ...params,
    searched: true,
    more: 1 + perturbationCost(perturbation, inputs),
  });
};
