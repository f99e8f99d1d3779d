import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { changeFields, measure, normMode, searchFields } from "./fields.ts";

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
  /** What the numbers of `epochs` are; older files lack it. */
  regime: z.object({
    /** Epochs of the tabulated trainings. */
    epochs: z.int().positive(),
    /** `mean` over all trainings of a cell; `repeats` of each epoch says how many. */
    trainings: z.literal("mean"),
    /** Trainings of a cell, fewest and most, of the architectures that are in the table. */
    repeats: z.tuple([z.int(), z.int()]).nullable(),
    /** Images that each number was measured on. */
    splits: z.record(z.string(), z.enum(["validation", "test"])),
    mode: normMode,
  }).optional(),
  ...z.object(changeFields).partial().shape,
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
