import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { supernetComplaints } from "../_declare/data_complaints.ts";
import type { HessianParams } from "./params.ts";

/** Complains of other data than those of the search, and of too many images. */
export const facts: ForeseeFacts<HessianParams> = (params, inputs) => ({
  complaints: supernetComplaints(inputs, { ...params, stage: "hessian" }),
});
