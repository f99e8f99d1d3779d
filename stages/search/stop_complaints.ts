import type { Complaint, LoadedParts } from "../../pipeline/stage.ts";
import { failedChecks } from "./failed_checks.ts";
import type { SearchParams } from "./params.ts";
import {
  drawsOperations,
  type SearchPlan,
  stopsOperations,
} from "./search_plan.ts";

/**
 * Complains of steps that have no gradients of single operations, where a regulariser stops operations by their
 * gradients.
 */
export function stopComplaints(
  { unrolled }: Pick<SearchParams, "unrolled">,
  { method, composition }: Pick<SearchPlan, "method" | "composition">,
  loaded: LoadedParts = {},
): Complaint[] {
  const { regulariser, sampling } = composition;
  if (!stopsOperations(regulariser, loaded)) return [];
  return failedChecks([
    [
      unrolled !== "none",
      ["unrolled"],
      `Expected steps of first order for ${method}, which compares their gradients, but found ${unrolled}`,
    ],
    [
      drawsOperations(sampling, loaded),
      ["method", "sampling"],
      `Expected a sampling with gradients of all operations for ${method} but found ${sampling}`,
    ],
  ]);
}
