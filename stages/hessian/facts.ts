import { supernetParts } from "../_declare/operation_parts.ts";
import { knownInput } from "../_declare/facts.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { supernetMemory } from "../_declare/supernet_memory.ts";
import { supernetComplaints } from "../_declare/data_complaints.ts";
import type { HessianParams } from "./params.ts";

/** Tells the operations of the supernet and the memory that they take, and complains of other data than those of the search, and of too many images. */
export const facts: ForeseeFacts<HessianParams> = (params, inputs) => {
  const search = knownInput(inputs, "search", "supernet");
  return {
    parts: supernetParts(search),
    resources: supernetMemory(search, "hessian", params.batch),
    complaints: supernetComplaints(inputs, { ...params, stage: "hessian" }),
  };
};
