import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { countingFields } from "./network_count.ts";
import { measure, normMode } from "./fields.ts";

/** `evaluation.json` of the stage `evaluate`, or `validation.json` of the stage `validate`. */
export const evaluationFile = jsonArtifact(z.object({
  top1Error: measure,
  top1Accuracy: measure,
  top5Accuracy: measure,
  loss: measure,
  count: z.int().positive(),
  parameters: z.int(),
  macs: z.int(),
  ...countingFields,
  dataset: z.string(),
  /** Of accuracies and loss. */
  mode: normMode.optional(),
  perClass: z.array(z.object({
    class: z.string(),
    accuracy: measure,
    count: z.int(),
  })),
  genotype: z.unknown().optional(),
}));

export type EvaluationFile = ArtifactContent<typeof evaluationFile>;

/** The part of a `validation.json` that a selection needs. */
export const validationFile = jsonArtifact(z.object({
  top1Accuracy: z.number(),
  loss: z.number(),
  count: z.int(),
  mode: normMode.optional(),
}));
