import { z } from "zod";
import { jsonArtifact, readArtifact } from "./json_file.ts";
import { measure } from "./fields.ts";

const schema = z.object({
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
  genotype: z.unknown().optional(),
});

/** Part of a validation that a selection needs. */
const validation = z.object({
  top1Accuracy: z.number(),
  loss: z.number(),
  count: z.int(),
});

/** `evaluation.json` of the stage `evaluate`, or `validation.json` of the stage `validate`. */
export type EvaluationFile = z.output<typeof schema>;

/** Reader of `evaluation.json`; writer of this and of `validation.json`. */
export const { read: readEvaluation, write: writeEvaluation } = jsonArtifact(
  schema,
);

/** Reads the part of a `validation.json` that a selection needs. */
export function readValidation(
  path: string,
): Promise<z.output<typeof validation>> {
  return readArtifact(path, validation);
}
