import { defineStage } from "../../pipeline/stage.ts";
import { type ProjectParams, projectParams } from "./params.ts";

/** Stage that selects an architecture from a trained supernet as DARTS-PT does, in the place of `derive`. */
export default defineStage<ProjectParams>({
  name: "project",
  description:
    "selects the operations and edges that a trained supernet misses most (DARTS-PT)",
  params: projectParams,
  inputs: { data: { kind: "dataset" }, search: { kind: "supernet" } },
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json" },
    projection: { kind: "projection", path: "projection.json" },
  },
  resources: ({ threads, batch }) => ({
    cpus: threads,
    // as a search of 16 channels and 8 cells
    memory: Math.ceil(700 + 0.6 * batch * 16 * 8),
    advice: `batch (${batch}) of project may be smaller`,
  }),
  run: async (context) => (await import("./run.ts")).run(context),
});
