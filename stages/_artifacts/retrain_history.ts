import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { measure, normModes, optionalMeasure } from "./fields.ts";

/** Modes of the numbers of {@linkcode retrainHistoryFile}. */
export const RETRAIN_MODES = {
  trainLoss: "train",
  trainAccuracy: "train",
} as const;

/** `history.json` of the stage `retrain`. */
export const retrainHistoryFile = jsonArtifact(z.object({
  seed: z.int(),
  config: z.record(z.string(), z.unknown()),
  dataset: z.string(),
  mode: normModes,
  epochs: z.array(z.object({
    epoch: z.int(),
    learningRate: measure,
    dropPath: optionalMeasure,
    trainLoss: measure,
    trainAccuracy: measure,
    /** Loss and perplexity on the validation text; only language models have them. */
    validLoss: measure.optional(),
    validPerplexity: measure.optional(),
    /** True where averaged weights were evaluated on it. */
    averaged: z.boolean().optional(),
  })).min(1),
}));

export type RetrainHistory = ArtifactContent<typeof retrainHistoryFile>;
