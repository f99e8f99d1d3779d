import { allSupernetParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { drawResources } from "../_declare/common_params.ts";
import { type LandscapeParams, landscapeParams } from "./params.ts";

/** Stage that measures a searched supernet on a grid of alphas around those that the search ended with. */
export default defineStage<LandscapeParams>({
  name: "landscape",
  description:
    "measures the supernet on a grid of alphas: along the gradient and along a random direction",
  params: landscapeParams,
  inputs: { data: { kind: "dataset" }, search: { kind: "supernet" } },
  outputs: { landscape: { kind: "landscape", path: "landscape.json" } },
  resources: drawResources,
  parts: allSupernetParts,
  module: import.meta.resolve("./run.ts"),
});
