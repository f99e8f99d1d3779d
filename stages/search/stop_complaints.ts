import { STOPPING_REGULARISERS } from "../../nas/regularisers/built_in_regularisers.ts";
import type { Regulariser } from "../../nas/regularisers/regulariser.ts";
import type { Complaint, LoadedParts } from "../../pipeline/stage.ts";
import type { SearchParams } from "./params.ts";
import { drawsOperations, type SearchPlan } from "./search_plan.ts";

/** Complains of steps whose gradients say nothing of single operations, where a regulariser stops these by them. */
export function stopComplaints(
  { unrolled }: Pick<SearchParams, "unrolled">,
  { method, composition }: Pick<SearchPlan, "method" | "composition">,
  loaded: LoadedParts = {},
): Complaint[] {
  const own = loaded["regulariser"] as Regulariser | undefined;
  const { regulariser, sampling } = composition;
  const stops = own === undefined
    ? STOPPING_REGULARISERS.includes(regulariser)
    : own.stops !== undefined;
  if (!stops) return [];
  return [
    ...unrolled === "none" ? [] : [{
      path: ["unrolled"],
      message:
        `Expected steps of first order for ${method}, which compares their gradients, but found ${unrolled}`,
    }],
    ...drawsOperations(sampling, loaded)
      ? [{
        path: ["method", "sampling"],
        message:
          `Expected a sampling with gradients of all operations for ${method} but found ${sampling}`,
      }]
      : [],
  ];
}
