import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

export default defineStage({
  name: "derive_text",
  description: "derives the recurrent cell after the last epoch of a search",
  params: z.strictObject({}),
  inputs: { search: { kind: "recurrent-alphas" } },
  outputs: {
    genotype: {
      kind: "recurrent-genotype",
      path: "genotype.json",
      metrics: false,
    },
    trajectory: { kind: "recurrent-trajectory", path: "trajectory.json" },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  module: import.meta.resolve("./run.ts"),
});
