import type { Complaint, LoadedParts } from "../../pipeline/stage.ts";
import type { SearchParams } from "./params.ts";
import {
  drawsOperations,
  type SearchPlan,
  stopsOperations,
} from "./search_plan.ts";

/** Complains of steps whose gradients say nothing of single operations, where a regulariser stops these by them. */
export function stopComplaints(
  { unrolled }: Pick<SearchParams, "unrolled">,
  { method, composition }: Pick<SearchPlan, "method" | "composition">,
  loaded: LoadedParts = {},
): Complaint[] {
  const { regulariser, sampling } = composition;
  if (!stopsOperations(regulariser, loaded)) return [];
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
