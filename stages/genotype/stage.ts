import { defineStage } from "../../pipeline/stage.ts";
import { isPath } from "../_declare/module_param.ts";
import { SPACE_SHAPE } from "../_declare/space_param.ts";
import { chosenGenotype } from "./chosen.ts";
import { type GenotypeParams, genotypeParams } from "./params.ts";

/** Stage that provides an architecture which no search of the pipeline found. */
export default defineStage<GenotypeParams>({
  name: "genotype",
  description:
    "provides a published genotype, a random one or your own, to retrain, evaluate and count",
  params: genotypeParams,
  inputs: {},
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json", metrics: false },
    text: { kind: "genotype-text", path: "genotype.py", show: true },
    drawing: { kind: "genotype-drawing", path: "drawing" },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  parts: ({ random, space = random?.space }): Record<string, string> =>
    space !== undefined && isPath(space) ? { space } : {},
  partShape: () => SPACE_SHAPE,
  choices: chosenGenotype,
  module: import.meta.resolve("./run.ts"),
});
