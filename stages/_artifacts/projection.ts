import { z } from "zod";
import { jsonArtifact } from "./json_file.ts";
import { measure, normModes, reachFields, searchFields } from "./fields.ts";

const cell = z.enum(["normal", "reduce"]);

/** Modes of the numbers of {@linkcode projectionFile}. */
export const PROJECTION_MODES = {
  scores: "train",
  trainLoss: "train",
  trainAccuracy: "train",
} as const;

/** `projection.json` of the stage `project`. */
export const projectionFile = jsonArtifact(z.object({
  ...searchFields,
  dataset: z.string(),
  config: z.record(z.string(), z.unknown()),
  mode: normModes,
  /** In the order in which they were made: the operation that an edge keeps, or the two edges that a node keeps. */
  decisions: z.array(z.union([
    z.object({
      cell,
      edge: z.int(),
      operation: z.string(),
      scores: z.record(z.string(), measure),
    }),
    z.object({
      cell,
      node: z.int(),
      sources: z.array(z.int()),
      scores: z.array(measure),
    }),
  ])),
  epochs: z.array(z.object({
    epoch: z.int(),
    learningRate: measure,
    trainLoss: measure,
    trainAccuracy: measure,
    ...reachFields,
  })),
}));
