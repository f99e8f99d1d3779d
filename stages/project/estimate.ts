import { decisionCount } from "../../nas/projection/projection.ts";
import { kindsOfCells } from "../../nas/space/cell_kinds.ts";
import { firstEdge } from "../../nas/space/edge_space.ts";
import { supernetLayout } from "../../nas/network/supernet.ts";
import type { EstimateCost } from "../../pipeline/stage.ts";
import {
  measuredEstimate,
  networkMacs,
  SEARCH_SHARES,
  stepSeconds,
} from "../_declare/cost_model.ts";
import { dataSize } from "../_declare/data_size.ts";
import { perturbationCost } from "../_declare/perturbation_cost.ts";
import { knownInput } from "../_declare/facts.ts";
import type { ProjectParams } from "./params.ts";

/** Estimates the cost of a selection by perturbation; undefined where data or search are not known yet. */
export const estimate: EstimateCost<ProjectParams> = (params, inputs, once) => {
  const data = dataSize(knownInput(inputs, "data", "dataset"));
  const search = knownInput(inputs, "search", "supernet");
  if (data === undefined || search === undefined) return undefined;
  const { space, channels, cells, stem } = search;
  if (!("normal" in space)) return undefined;
  const macs = networkMacs(supernetLayout, {
    ...data,
    space,
    channels,
    cells,
  }, { stem, once, own: search.own });
  const seconds = stepSeconds("search", macs * params.batch);
  const { alpha, validation } = SEARCH_SHARES;
  const perturbed = perturbationCost(search.composition.perturbation, inputs);
  const steps = Math.ceil(data.weights / params.batch);
  const checks = Math.ceil(data.alpha / params.batch);
  const epochs = params.interval * (decisionCount(space) - 1);
  // One pass for each candidate of each edge, and for each edge of a node with more than two.
  const { nodes } = space;
  const kinds = kindsOfCells(cells);
  const passes = kinds.flatMap((kind) => space[kind]).reduce(
    (sum, candidates) => sum + candidates.length,
    kinds.length * (firstEdge(nodes) - 2),
  );
  const total = seconds *
    (epochs * steps * (1 + alpha + perturbed) +
      passes * checks * validation);
  return measuredEstimate(
    total,
    `${epochs} epochs of ${steps} steps and ${passes} validations`,
    { seconds, name: "a weight step" },
  );
};
