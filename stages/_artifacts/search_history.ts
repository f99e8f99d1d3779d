import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { measure, optionalMeasure, searchFields } from "./fields.ts";

/** Where growing curvature was seen, and the epoch that counts instead; from 1. */
const turn = z.object({ decidedAt: z.int(), stopEpoch: z.int() });

/** `history.json` of the stage `search`. */
export const searchHistoryFile = jsonArtifact(z.object({
  ...searchFields,
  dataset: z.string(),
  config: z.record(z.string(), z.unknown()),
  epochs: z.array(z.object({
    epoch: z.int(),
    epsilon: optionalMeasure,
    learningRate: measure,
    trainLoss: measure,
    trainAccuracy: measure,
    validLoss: measure,
    validAccuracy: measure,
    parameterFreeShare: measure,
    skipShare: optionalMeasure,
    attackGain: optionalMeasure,
    attackFallbacks: optionalMeasure,
    curvature: z.object({ top: measure, spectral: measure }).optional(),
  })).min(1),
  earlyStop: turn.optional(),
  rollbacks: z.array(turn.extend({ weightDecay: z.number() })).optional(),
}));

export type SearchHistory = ArtifactContent<typeof searchHistoryFile>;
