import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { otherDataComplaints } from "../_declare/data_complaints.ts";
import { knownInput } from "../_declare/facts.ts";

/** Complains of other data than those that the network was trained on. */
export const facts: ForeseeFacts<unknown> = (_params, inputs) => ({
  complaints: otherDataComplaints(
    knownInput(inputs, "data", "dataset"),
    knownInput(inputs, "network", "network")?.data,
  ),
});
