import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import { edgesOf } from "../../nas/space/edges_of.ts";
import { supernetLayout } from "../../nas/network/supernet.ts";
import type { EstimateCost } from "../../pipeline/stage.ts";
import {
  measuredEstimate,
  networkMacs,
  SEARCH_SHARES,
  stepSeconds,
} from "../_declare/cost_model.ts";
import { dataSize } from "../_declare/data_size.ts";
import { methodOfParam } from "../_declare/method_param.ts";
import { perturbationCost } from "../_declare/perturbation_cost.ts";
import { knownInput, ownSpaceFacts } from "../_declare/facts.ts";
import { stemFacts } from "../_declare/stem_param.ts";
import type { SearchParams } from "./params.ts";
import {
  bypassesMost,
  computesDrawnAlone,
  searchPlan,
  stopsOperations,
} from "./search_plan.ts";

/** Estimates the cost of a search; undefined where the number of images is not known yet. */
export const estimate: EstimateCost<SearchParams> = (params, inputs, once) => {
  const data = dataSize(knownInput(inputs, "data", "dataset"));
  if (data === undefined) return undefined;
  const { channels, cells, batch, epochs, phases = [] } = params;
  const { space, warmup, candidates: drawn } = searchPlan(params, inputs.parts);
  const candidates = "normal" in space ? space.normal[0]!.length : 1;
  const kept = Math.min(1, (params.keep ?? candidates) / candidates);
  const { perturbation, regulariser, sampling } = methodOfParam(
    params.method,
  );
  const partial = bypassesMost(params);
  const macs = networkMacs(supernetLayout, {
    ...data,
    space: "normal" in space ? { ...space, mixture: "full" as const } : space,
    channels,
    cells,
  }, {
    stem: stemFacts(params.stem, inputs),
    once,
    own: ownSpaceFacts(inputs),
  });
  // of an edge's candidates, steps compute one; choice blocks compute all
  const computed =
    computesDrawnAlone(sampling, inputs.parts) && !isChoiceSpace(space)
      ? 1 / edgesOf(space)[0]!.length
      : 1;
  const seconds = (partial ? SEARCH_SHARES.partial : 1) * stepSeconds(
    isChoiceSpace(space) ? "choiceSearch" : "search",
    kept * macs * batch,
  );
  const { alpha, validation } = SEARCH_SHARES;
  // gradients of the weights too
  const alphaCost = stopsOperations(regulariser, inputs.parts) ? 1 : alpha;
  const perturbed = perturbationCost(perturbation, inputs);
  const steps = Math.ceil(data.weights / batch);
  const checks = Math.ceil(data.alpha / batch);
  const measured = drawn === undefined ? 0 : drawn.count * drawn.batches;
  const epoch = steps * (computed + perturbed) +
    (checks + computed * measured) * validation;
  const alphaSteps = drawn === undefined
    ? steps * Math.max(0, epochs - warmup * (1 + phases.length))
    : 0;
  const total = (epochs * epoch + computed * alphaSteps * alphaCost) * seconds;
  return measuredEstimate(total, `${epochs} epochs of ${steps} steps`, {
    seconds,
    name: "a weight step",
  });
};
