import { defineStage } from "../../pipeline/stage.ts";
import { type EvaluateTextParams, evaluateTextParams } from "./params.ts";

export default defineStage<EvaluateTextParams>({
  name: "evaluate_text",
  description: "measures the perplexity of a language model on the test text",
  params: evaluateTextParams,
  inputs: {
    text: { kind: "text" },
    test: { kind: "test-text" },
    model: { kind: "language-model" },
  },
  outputs: {
    perplexity: {
      kind: "perplexity",
      path: "perplexity.json",
      numbers: {
        "test.perplexity": { better: "lower" },
        "valid.perplexity": { better: "lower", test: false },
      },
    },
  },
  resources: ({ threads }) => ({ cpus: threads, memory: 1024 }),
  module: import.meta.resolve("./run.ts"),
});
