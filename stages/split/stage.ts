import { DECODER_PERMISSIONS } from "../../datasets/formats/decode_image.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { type SplitParams, splitParams } from "./params.ts";

export default defineStage<SplitParams>({
  name: "split",
  description:
    "chooses the images of an experiment and divides them between weights, architecture and test",
  params: splitParams,
  inputs: { files: { kind: "dataset-files" } },
  outputs: {
    dataset: { kind: "dataset", path: "dataset", test: false, metrics: false },
    // A separate output, so that only an evaluation is granted test images.
    test: { kind: "test-dataset", path: "test", test: true, metrics: false },
    ids: {
      kind: "split-ids",
      path: "ids.json",
      test: false,
      metrics: false,
    },
  },
  resources: () => ({ cpus: 1, memory: 1024 }),
  permissions: DECODER_PERMISSIONS,
  // What is known of the data set, and the reader of its files.
  takes: { dataset: "files" },
  module: import.meta.resolve("./run.ts"),
});
