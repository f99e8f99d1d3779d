import { defineStage } from "../../pipeline/stage.ts";
import { type SelectParams, selectParams } from "./params.ts";

export default defineStage<SelectParams>({
  name: "select",
  description:
    "selects, from several searches, the genotype that validates best after a short retrain",
  params: selectParams,
  inputs: {
    genotypes: { kind: "genotype", many: true },
    validations: { kind: "validation", many: true },
  },
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json", metrics: false },
    selection: {
      kind: "selection",
      path: "selection.json",
      identifiers: ["chosen", "candidates.point"],
    },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  module: import.meta.resolve("./run.ts"),
});
