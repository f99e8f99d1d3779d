import type {
  Foreseen,
  KnownInputs,
  NumberSpec,
} from "../../pipeline/stage.ts";
import { otherDataComplaints } from "./data_complaints.ts";
import { knownInput } from "./facts.ts";
import { networkParts } from "./operation_parts.ts";

/** Numbers by which trained networks may be compared. */
export const MEASURED_NUMBERS: Readonly<Record<string, NumberSpec>> = {
  top1Accuracy: { better: "higher" },
  top5Accuracy: { better: "higher" },
  top1Error: { better: "lower" },
  loss: { better: "lower" },
};

/**
 * Tells the modules of the input `network`, and complains of other data than those that the network was trained on.
 *
 * @param kind Kind of the input `data`.
 */
export function measuredNetwork(
  inputs: KnownInputs,
  kind: "dataset" | "test-dataset",
): Foreseen {
  const network = knownInput(inputs, "network", "network");
  return {
    parts: networkParts(network),
    complaints: otherDataComplaints(
      knownInput(inputs, "data", kind),
      network?.data,
    ),
  };
}
