import { defineStage } from "../../pipeline/stage.ts";
import { type RetrainTextParams, retrainTextParams } from "./params.ts";

export default defineStage<RetrainTextParams>({
  name: "retrain_text",
  description: "trains a language model around a recurrent cell from scratch",
  params: retrainTextParams,
  inputs: { text: { kind: "text" }, genotype: { kind: "recurrent-genotype" } },
  outputs: {
    model: { kind: "language-model", path: "model", metrics: false },
    history: {
      kind: "retrain-history",
      path: "history.json",
      numbers: {
        "epochs.validPerplexity": { better: "lower" },
        "epochs.validLoss": { better: "lower" },
        "epochs.trainLoss": { better: "lower" },
      },
    },
  },
  resources: ({ threads, batch, units, length }) => ({
    cpus: threads,
    memory: Math.ceil(1200 + 6e-4 * batch * units * length),
    advice:
      `a smaller batch (${batch}), fewer units (${units}) or shorter steps (${length}) need less memory`,
  }),
  // No schedule depends on the number of epochs.
  continues: "epochs",
  module: import.meta.resolve("./run.ts"),
});
