import { z } from "zod";

/** A measured number; `null` where it was not measured or is not finite. */
const measure = z.number().nullable();
const optionalMeasure = measure.optional().transform((value) => value ?? null);
const config = z.record(z.string(), z.unknown());

/** Where growing curvature was seen, and the epoch that counts instead; from 1. */
const turn = z.object({ decidedAt: z.int(), stopEpoch: z.int() });

/** `history.json` of the stage `search`. */
export const searchHistory = z.object({
  method: z.string(),
  space: z.string(),
  seed: z.int(),
  dataset: z.string(),
  config,
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
});

/** `genotype.json` of the stage `derive`; its genotype is checked when it is read. */
export const genotypeFile = z.object({
  space: z.string(),
  genotype: z.unknown(),
  python: z.string(),
});

/** `trajectory.json` of the stage `derive`. */
export const trajectory = z.object({
  epochs: z.array(z.object({
    epoch: z.int(),
    genotype: z.unknown(),
    parameterFree: z.int(),
    skips: z.int(),
  })),
});

/** `history.json` of the stage `retrain`. */
export const retrainHistory = z.object({
  seed: z.int(),
  config,
  dataset: z.string(),
  epochs: z.array(z.object({
    epoch: z.int(),
    learningRate: measure,
    dropPath: optionalMeasure,
    trainLoss: measure,
    trainAccuracy: measure,
  })).min(1),
});

/** `evaluation.json` of the stage `evaluate`. */
export const evaluation = z.object({
  top1Error: measure,
  top1Accuracy: measure,
  top5Accuracy: measure,
  loss: measure,
  count: z.int().positive(),
  parameters: z.int(),
  macs: z.int(),
  dataset: z.string(),
  perClass: z.array(z.object({
    class: z.string(),
    accuracy: measure,
    count: z.int(),
  })),
});

/** `hessian.json` of the stage `hessian`. */
export const hessian = z.object({
  method: z.string(),
  space: z.string(),
  seed: z.int(),
  dimension: z.int().positive(),
  weightDecayDiagonal: z.number(),
  mode: z.string(),
  batchSize: z.int(),
  batches: z.array(z.object({
    loss: measure,
    top: measure,
    spectral: measure,
    eigenvalues: z.array(measure),
    residuals: z.tuple([measure, measure]).nullish(),
  })).min(1),
  top: z.object({ mean: measure, std: measure }),
  spectral: z.object({ mean: measure, std: measure }),
});

/** `discretisation.json` of the stage `discretise`. */
export const discretisation = z.object({
  method: z.string(),
  space: z.string(),
  seed: z.int(),
  images: z.int().positive(),
  mixture: z.object({ loss: measure, accuracy: measure }),
  discrete: z.object({ loss: measure, accuracy: measure }),
  drop: measure,
});

/** Parsed `discretisation.json`. */
export type Discretisation = z.output<typeof discretisation>;

/** `landscape.json` of the stage `landscape`: grids row by row, as long as the coordinates either way. */
export const landscape = z.object({
  method: z.string(),
  space: z.string(),
  seed: z.int(),
  images: z.int().positive(),
  coordinates: z.array(z.number()).min(2),
  accuracy: z.array(z.array(measure)).min(2),
});

/** Parsed `landscape.json`. */
export type Landscape = z.output<typeof landscape>;

/** `benchmark.json` of the stage `benchmark`; figures are null for an architecture that is not in the table. */
export const benchmark = z.object({
  method: z.string(),
  space: z.string(),
  seed: z.int(),
  table: z.object({
    name: z.string(),
    official: z.boolean(),
    epochs: z.int().positive(),
    cells: z.int().positive(),
    bestTestAccuracy: z.number(),
  }),
  epochs: z.array(z.object({
    epoch: z.int(),
    hash: z.string(),
    inTable: z.boolean(),
    testError: measure,
    validationError: measure,
    regret: measure,
  })).min(1),
});

/** Read search history. */
export type SearchHistory = z.output<typeof searchHistory>;
/** Read trajectory. */
export type Trajectory = z.output<typeof trajectory>;
/** Read retrain history. */
export type RetrainHistory = z.output<typeof retrainHistory>;
/** Read evaluation. */
export type Evaluation = z.output<typeof evaluation>;
/** Read benchmark. */
export type Benchmark = z.output<typeof benchmark>;
/** Read Hessian. */
export type Hessian = z.output<typeof hessian>;
