import { networkParts } from "../_declare/operation_parts.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { MeasureParams } from "../_declare/common_params.ts";
import { otherDataComplaints } from "../_declare/data_complaints.ts";
import { knownInput } from "../_declare/facts.ts";

/** Tells the modules of the network, and complains of a network that was trained on the validation images, or on other data. */
export const facts: ForeseeFacts<MeasureParams> = (_params, inputs) => {
  const network = knownInput(inputs, "network", "network");
  if (network === undefined) return {};
  const data = knownInput(inputs, "data", "dataset");
  return {
    parts: networkParts(network),
    complaints: [
      ...(network.images === "weights" ? [] : [{
        input: "network",
        message:
          `Expected a network trained with images: weights but found images: ${network.images}: it was trained on the validation images`,
      }]),
      ...otherDataComplaints(data, network.data),
    ],
  };
};
