import { networkParts } from "../_declare/operation_parts.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { otherDataComplaints } from "../_declare/data_complaints.ts";
import { knownInput } from "../_declare/facts.ts";

/** Tells the modules of the network, and complains of other data than those that the network was trained on. */
export const facts: ForeseeFacts<unknown> = (_params, inputs) => {
  const network = knownInput(inputs, "network", "network");
  return {
    parts: networkParts(network),
    complaints: otherDataComplaints(
      knownInput(inputs, "data", "dataset"),
      network?.data,
    ),
  };
};
