import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "../_artifacts/json_file.ts";
import { measure } from "../_artifacts/fields.ts";
import { recurrentGenotype } from "./recurrent_cell_schema.ts";

const part = z.object({
  perplexity: measure,
  /** Mean cross entropy of a word, nats. */
  loss: measure,
  /** Words that were predicted. */
  tokens: z.int().positive(),
});

/** `perplexity.json` of the stage `evaluate_text`. */
export const perplexityFile = jsonArtifact(z.object({
  test: part,
  valid: part,
  parameters: z.int(),
  dataset: z.string(),
  genotype: recurrentGenotype,
}));

export type PerplexityFile = ArtifactContent<typeof perplexityFile>;
