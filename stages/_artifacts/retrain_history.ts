import { z } from "zod";
import { jsonArtifact } from "./json_file.ts";
import { measure, optionalMeasure } from "./fields.ts";

const schema = z.object({
  seed: z.int(),
  config: z.record(z.string(), z.unknown()),
  dataset: z.string(),
  epochs: z.array(z.object({
    epoch: z.int(),
    learningRate: measure,
    dropPath: optionalMeasure,
    trainLoss: measure,
    trainAccuracy: measure,
  })).min(1),
});

/** `history.json` of the stage `retrain`. */
export type RetrainHistory = z.output<typeof schema>;

/** Reader and writer of `history.json` of the stage `retrain`. */
export const { read: readRetrainHistory, write: writeRetrainHistory } =
  jsonArtifact(schema);
