import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { knownInput } from "../_declare/facts.ts";
import { networkParts } from "../_declare/operation_parts.ts";

/** Tells the modules of the network. */
export const facts: ForeseeFacts<unknown> = (_params, inputs) => ({
  parts: networkParts(knownInput(inputs, "network", "network")),
});
