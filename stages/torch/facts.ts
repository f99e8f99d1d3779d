import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { knownInput } from "../_declare/facts.ts";
import { genotypeParts } from "../_declare/operation_parts.ts";

/** Tells the operations of the network. */
export const facts: ForeseeFacts<unknown> = (_params, inputs) => ({
  parts: genotypeParts(knownInput(inputs, "network", "network")?.genotype),
});
