import { measuredSupernet } from "../_declare/measured_supernet.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { LandscapeParams } from "./params.ts";

/** Tells the operations of the supernet and the memory that they take, and complains of other data than those of the search, and of too many images. */
export const facts: ForeseeFacts<LandscapeParams> = (params, inputs) =>
  measuredSupernet(inputs, "landscape", params);
