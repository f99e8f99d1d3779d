import { defineStage } from "../../pipeline/stage.ts";
import { type TextParams, textParams } from "./params.ts";

export default defineStage<TextParams>({
  name: "text",
  description: "reads a text of your own and numbers its words",
  params: textParams,
  inputs: {},
  outputs: {
    text: { kind: "text", path: "text", test: false, metrics: false },
    // A separate output, so that only an evaluation is granted the test text.
    test: { kind: "test-text", path: "test", test: true, metrics: false },
  },
  resources: () => ({ cpus: 1, memory: 1024 }),
  permissions: ({ folder }) => ({ read: [folder] }),
  outside: ({ folder }) => [{
    path: folder,
    digest: ["listing"],
    list: import.meta.resolve("./list_texts.ts"),
  }],
  module: import.meta.resolve("./run.ts"),
});
