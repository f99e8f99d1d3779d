import { PUBLISHED_RECURRENT } from "../../nas/recurrent/published_recurrent.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { type GenotypeTextParams, genotypeTextParams } from "./params.ts";

export default defineStage<GenotypeTextParams>({
  name: "genotype_text",
  description: "provides a published recurrent cell or your own",
  params: genotypeTextParams,
  inputs: {},
  outputs: {
    genotype: {
      kind: "recurrent-genotype",
      path: "genotype.json",
      metrics: false,
    },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  choices: ({ published, cell }) =>
    published === undefined ? cell : PUBLISHED_RECURRENT[published].genotype,
  module: import.meta.resolve("./run.ts"),
});
