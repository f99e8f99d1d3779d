import { RECURRENT_NODES } from "../../nas/recurrent/recurrent_space.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { languageResources } from "../_language/language_memory.ts";
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
  resources: (params) =>
    languageResources({
      ...params,
      nodes: RECURRENT_NODES,
      searched: false,
    }),
  // No schedule depends on the number of epochs.
  continues: "epochs",
  module: import.meta.resolve("./run.ts"),
});
