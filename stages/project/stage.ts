import { allSupernetParts } from "../_declare/operation_parts.ts";
import {
  augmentationChoices,
  augmentationParts,
  augmentationShape,
} from "../_declare/augmentation_param.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { type ProjectParams, projectParams } from "./params.ts";

/** Stage that selects an architecture from a trained supernet as DARTS-PT does, in place of `derive`. */
export default defineStage<ProjectParams>({
  name: "project",
  description:
    "selects the operations and edges whose loss hurts a trained supernet most (DARTS-PT)",
  params: projectParams,
  inputs: { data: { kind: "dataset" }, search: { kind: "supernet" } },
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json", metrics: false },
    projection: { kind: "projection", path: "projection.json" },
  },
  resources: ({ threads, batch }) => ({
    cpus: threads,
    // That of a search with 16 channels and 8 cells.
    memory: Math.ceil(700 + 0.6 * batch * 16 * 8),
    advice: `a smaller batch (${batch}) needs less memory`,
  }),
  parts: (params) => ({
    ...allSupernetParts(),
    ...augmentationParts({ ...params, cutout: 0 }),
  }),
  partShape: augmentationShape,
  choices: (params) => augmentationChoices({ ...params, cutout: 0 }),
  // Between decisions it trains as the search did.
  takes: { perturbation: "search", alphaLoss: "search", sampling: "search" },
  module: import.meta.resolve("./run.ts"),
});
