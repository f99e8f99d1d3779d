import { PRUNED_TROUBLE } from "../../nas/space/kept_candidates.ts";
import type { Foreseen, KnownInputs } from "../../pipeline/stage.ts";
import { drawComplaints, otherDataComplaints } from "./data_complaints.ts";
import { knownInput } from "./facts.ts";
import { supernetParts } from "./operation_parts.ts";
import { supernetMemory, type SupernetStage } from "./supernet_memory.ts";

/**
 * Tells the modules of the input `search` and the memory that it takes, and complains of other data than those of the
 * search and of more validation images than there are.
 */
export function measuredSupernet(
  inputs: KnownInputs,
  stage: SupernetStage,
  draw: { readonly batches: number; readonly batch: number },
): Foreseen {
  const search = knownInput(inputs, "search", "supernet");
  const data = knownInput(inputs, "data", "dataset");
  return {
    parts: supernetParts(search),
    resources: supernetMemory(search, stage, draw.batch),
    complaints: [
      ...(search?.prunes ? [{ input: "search", message: PRUNED_TROUBLE }] : []),
      ...drawComplaints(data, { ...draw, stage, path: "batches" }),
      ...otherDataComplaints(data, search?.data),
    ],
  };
}
