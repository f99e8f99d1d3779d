import { defineStage } from "../../pipeline/stage.ts";
import {
  SELECTION_SHAPE,
  selectionModule,
} from "../_declare/selection_param.ts";
import { type DeriveParams, deriveParams } from "./params.ts";

export default defineStage<DeriveParams>({
  name: "derive",
  description:
    "derives the genotype after the last epoch and its trajectory over all epochs",
  params: deriveParams,
  inputs: { search: { kind: "alphas" } },
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json", metrics: false },
    trajectory: { kind: "genotype-trajectory", path: "trajectory.json" },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  parts: ({ selection }) => ({ selection: selectionModule(selection) }),
  partShape: (role) => role === "selection" ? SELECTION_SHAPE : undefined,
  module: import.meta.resolve("./run.ts"),
});
