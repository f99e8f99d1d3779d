import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { MeasureParams } from "../_declare/common_params.ts";
import { otherDataComplaints } from "../_declare/data_complaints.ts";
import { knownInput } from "../_declare/facts.ts";

/** Complains of other data than those that the network was trained on. */
export const facts: ForeseeFacts<MeasureParams> = (_params, inputs) => ({
  complaints: otherDataComplaints(
    knownInput(inputs, "data", "test-dataset"),
    knownInput(inputs, "network", "network")?.data,
  ),
});
