import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { supernetComplaints } from "../_declare/data_complaints.ts";
import type { LandscapeParams } from "./params.ts";

/** Complains of other data than those of the search, and of too many images. */
export const facts: ForeseeFacts<LandscapeParams> = (params, inputs) => ({
  complaints: supernetComplaints(inputs, { ...params, stage: "landscape" }),
});
