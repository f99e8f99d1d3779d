import { z } from "zod";
import { composition } from "./composition.ts";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import {
  changeFields,
  eigenvalueState,
  measure,
  normModes,
  optionalMeasure,
  reachFields,
  searchFields,
} from "./fields.ts";

/** Where growing curvature was seen, and the epoch that counts instead; from 1. */
const turn = z.object({ decidedAt: z.int(), stopEpoch: z.int() });

const distance = { fromUniform: z.number(), fromStart: z.number() };

/** What became of the alphas, see `AlphaState`. */
const alphas = z.object({
  ...distance,
  matrices: z.record(z.string(), z.object(distance)),
  ...changeFields,
});

/** Modes of the numbers of {@linkcode searchHistoryFile}. */
export const SEARCH_MODES = {
  trainLoss: "train",
  trainAccuracy: "train",
  validLoss: "evaluation",
  validAccuracy: "evaluation",
  attackGain: "evaluation",
  curvature: "train",
} as const;

/** `history.json` of the stage `search`. */
export const searchHistoryFile = jsonArtifact(z.object({
  ...searchFields,
  /** Parts of the method; older files lack it. */
  composition: composition.optional(),
  dataset: z.string(),
  config: z.record(z.string(), z.unknown()),
  mode: normModes,
  epochs: z.array(z.object({
    epoch: z.int(),
    epsilon: optionalMeasure,
    learningRate: measure,
    trainLoss: measure,
    trainAccuracy: measure,
    validLoss: measure,
    validAccuracy: measure,
    /** Perplexity on the validation text; only language models have one. */
    validPerplexity: measure.optional(),
    parameterFreeShare: measure,
    skipShare: optionalMeasure,
    /** Factor of auxiliary skips, where the search has them. */
    skipFactor: z.number().optional(),
    /** Operations that are stopped, where the method stops any. */
    stoppedOperations: z.int().optional(),
    attackGain: optionalMeasure,
    attackFallbacks: optionalMeasure,
    ...reachFields,
    curvature: z.object({
      top: measure,
      spectral: measure,
      topState: eigenvalueState.optional(),
      spectralState: eigenvalueState.optional(),
      /** Lanczos's iteration on the batch with the largest residual, where the eigenvalues are not exact. */
      lanczos: z.object({
        steps: z.int(),
        tolerance: z.number(),
        topResidual: z.number(),
      }).optional(),
    }).optional(),
  })).min(1),
  /** Of the alphas that the architecture is derived from. */
  alphas: alphas.optional(),
  earlyStop: turn.optional(),
  /** Epoch, from 1, whose architecture counts as it validated best, where the method takes that one. */
  bestEpoch: z.int().optional(),
  /** Epochs, from 1, after which no stop could be decided: an eigenvalue had not converged. */
  undecidedStops: z.array(z.int()).optional(),
  rollbacks: z.array(turn.extend({ weightDecay: z.number() })).optional(),
}));

export type SearchHistory = ArtifactContent<typeof searchHistoryFile>;
