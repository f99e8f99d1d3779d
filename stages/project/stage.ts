import { ALPHA_LOSSES } from "../../nas/alpha_losses/built_in_alpha_losses.ts";
import { PERTURBATIONS } from "../../nas/perturbations/built_in.ts";
import { defineStage } from "../../pipeline/stage.ts";
import {
  alphaLossModule,
  methodPartShape,
  perturbationModule,
} from "../_declare/method_param.ts";
import { type ProjectParams, projectParams } from "./params.ts";

/** Stage that selects an architecture from a trained supernet as DARTS-PT does, in place of `derive`. */
export default defineStage<ProjectParams>({
  name: "project",
  description:
    "selects the operations and edges whose loss hurts a trained supernet most (DARTS-PT)",
  params: projectParams,
  inputs: { data: { kind: "dataset" }, search: { kind: "supernet" } },
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json" },
    projection: { kind: "projection", path: "projection.json" },
  },
  resources: ({ threads, batch }) => ({
    cpus: threads,
    // That of a search with 16 channels and 8 cells.
    memory: Math.ceil(700 + 0.6 * batch * 16 * 8),
    advice: `a smaller batch (${batch}) needs less memory`,
  }),
  parts: ({ perturbation, alphaLoss }) => ({
    ...(perturbation === undefined
      // Only the search tells which.
      ? Object.fromEntries(
        Object.entries(PERTURBATIONS)
          .map(([name, module]) => [`perturbation/${name}`, module]),
      )
      : { perturbation: perturbationModule(perturbation) }),
    ...(alphaLoss === undefined
      ? Object.fromEntries(
        Object.entries(ALPHA_LOSSES)
          .map(([name, module]) => [`alphaLoss/${name}`, module]),
      )
      : { alphaLoss: alphaLossModule(alphaLoss) }),
  }),
  partShape: methodPartShape,
  module: import.meta.resolve("./run.ts"),
});
