import { allOperationParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import {
  augmentationChoices,
  augmentationParts,
  augmentationShape,
} from "../_declare/augmentation_param.ts";
import { devicesParts } from "../_declare/devices_param.ts";
import { precisionParts } from "../_declare/precision_param.ts";
import { STEM_SHAPE, stemParts } from "../_declare/stem_param.ts";
import { type RetrainParams, retrainParams } from "./params.ts";

export default defineStage<RetrainParams>({
  name: "retrain",
  description: "trains a network of the derived cells from scratch",
  params: retrainParams,
  inputs: { data: { kind: "dataset" }, genotype: { kind: "genotype" } },
  outputs: {
    network: { kind: "network", path: "network", metrics: false },
    history: {
      kind: "retrain-history",
      path: "history.json",
      numbers: {
        "epochs.trainAccuracy": { better: "higher" },
        "epochs.trainLoss": { better: "lower" },
      },
    },
  },
  resources: ({ threads, batch, channels, cells, devices = 1 }) => ({
    cpus: threads,
    devices,
    memory: Math.ceil(600 + 0.15 * batch * channels * cells),
    advice:
      `a smaller batch (${batch}), fewer channels (${channels}) or fewer cells (${cells}) need less memory`,
  }),
  parts: (params) => ({
    ...augmentationParts(params),
    ...allOperationParts(),
    ...stemParts(params.stem),
    ...devicesParts(params),
    ...precisionParts(params),
  }),
  partShape: (role) => role === "stem" ? STEM_SHAPE : augmentationShape(role),
  choices: augmentationChoices,
  module: import.meta.resolve("./run.ts"),
});
