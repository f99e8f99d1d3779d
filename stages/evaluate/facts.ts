import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { measuredNetwork } from "../_declare/measured_network.ts";

/** Tells the modules of the network, and complains of other data than those that the network was trained on. */
export const facts: ForeseeFacts<unknown> = (_params, inputs) =>
  measuredNetwork(inputs, "test-dataset");
