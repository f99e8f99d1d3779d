import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { measure, searchFields } from "./fields.ts";

/** `benchmark.json` of the stage `benchmark`. */
export const benchmarkFile = jsonArtifact(z.object({
  ...searchFields,
  table: z.object({
    name: z.string(),
    official: z.boolean(),
    epochs: z.int().positive(),
    cells: z.int().positive(),
    bestTestAccuracy: z.number(),
  }),
  /** Numbers are null for an architecture that is not in the table. */
  epochs: z.array(z.object({
    epoch: z.int(),
    hash: z.string(),
    cell: z.unknown().optional(),
    inTable: z.boolean(),
    repeats: measure.optional(),
    parameters: measure.optional(),
    testError: measure,
    validationError: measure,
    regret: measure,
  })).min(1),
}));

export type Benchmark = ArtifactContent<typeof benchmarkFile>;
