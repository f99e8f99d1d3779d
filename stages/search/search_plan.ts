import type { ChoiceSpace } from "../../nas/choice_space.ts";
import { EARLY_STOP } from "../../nas/early_stop.ts";
import { METHODS } from "../../nas/method.ts";
import { namedSpace } from "../../nas/named_space.ts";
import { PARTIAL_WARMUP } from "../../nas/partial_channels.ts";
import { relaxedSpace } from "../../nas/relaxed_space.ts";
import type { SearchSpace } from "../../nas/space.ts";
import type { SearchParams } from "./params.ts";

/** What a method makes of the parameters. */
export interface SearchPlan {
  /** The space as the method relaxes it. */
  readonly space: SearchSpace | ChoiceSpace;
  /** Epochs in which only the weights are trained. */
  readonly warmup: number;
  /** Epochs between two Hessians, if any. */
  readonly every: number | undefined;
}

/**
 * Joins a method's published values to the parameters.
 *
 * @throws {RangeError} If the method has no such space.
 */
export function searchPlan(
  params: Pick<
    SearchParams,
    "method" | "space" | "own" | "nodes" | "warmup" | "curvatureEvery"
  >,
): SearchPlan {
  const { regulariser, relaxation } = METHODS[params.method];
  return {
    space: relaxedSpace(namedSpace(params.space, params), relaxation),
    warmup: params.warmup ?? (relaxation === "partial" ? PARTIAL_WARMUP : 0),
    every: params.curvatureEvery ??
      (regulariser === "none" ? undefined : EARLY_STOP.every),
  };
}
