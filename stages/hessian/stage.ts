import { allSupernetParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { drawResources } from "../_declare/common_params.ts";
import { type HessianParams, hessianParams } from "./params.ts";

export default defineStage<HessianParams>({
  name: "hessian",
  description:
    "computes the exact Hessian of the validation loss in the alphas",
  params: hessianParams,
  inputs: { data: { kind: "dataset" }, search: { kind: "supernet" } },
  outputs: {
    hessian: {
      kind: "hessian",
      path: "hessian.json",
      numbers: {
        "top.mean": { better: "lower", label: "eigenvalue" },
        "spectral.mean": { better: "lower", label: "spectral norm" },
      },
    },
  },
  resources: drawResources,
  parts: allSupernetParts,
  module: import.meta.resolve("./run.ts"),
});
