import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { changeFields, measure, normMode, searchFields } from "./fields.ts";

/** `benchmark.json` of the stage `benchmark`. */
export const benchmarkFile = jsonArtifact(z.object({
  ...searchFields,
  table: z.object({
    name: z.string(),
    /** Whether it is the authors' file, byte for byte; not of NAS-Bench-201, of whose files no digests are published. */
    official: z.boolean().optional(),
    epochs: z.int().positive(),
    /** What the networks of NAS-Bench-201 were trained on, and evaluated on. */
    dataset: z.string().optional(),
    split: z.string().optional(),
    cells: z.int().positive(),
    /** Best mean test accuracy of a table of NAS-Bench-101, 0..1. */
    bestTestAccuracy: z.number().optional(),
    /** Best mean accuracy of a table of NAS-Bench-201 on that split, 0..1. */
    bestAccuracy: z.number().optional(),
  }),
  /** What the numbers of `epochs` are; older files lack it. */
  regime: z.object({
    /** Epochs of the tabulated trainings. */
    epochs: z.int().positive(),
    /** Epochs of a training after which the networks were evaluated, where these are not all. */
    afterEpoch: z.int().positive().optional(),
    /** What the networks of NAS-Bench-201 were trained on, and the images that they were evaluated on. */
    dataset: z.string().optional(),
    images: z.string().optional(),
    /** `mean` over all trainings of a cell; `repeats` of each epoch says how many. */
    trainings: z.literal("mean"),
    /** Trainings of a cell, fewest and most, of the architectures that are in the table. */
    repeats: z.tuple([z.int(), z.int()]).nullable(),
    /** Images that each number was measured on. */
    splits: z.record(z.string(), z.enum(["validation", "test"])),
    mode: normMode,
  }).optional(),
  ...z.object(changeFields).partial().shape,
  /** Numbers are null for an architecture that is not in the table, and errors for images that were not evaluated. */
  epochs: z.array(z.object({
    epoch: z.int(),
    /** Key and cell of NAS-Bench-101. */
    hash: z.string().optional(),
    cell: z.unknown().optional(),
    /** String and index of NAS-Bench-201. */
    architecture: z.string().optional(),
    index: z.int().optional(),
    inTable: z.boolean(),
    repeats: measure.optional(),
    parameters: measure.optional(),
    flops: measure.optional(),
    /** Mean accuracy, and that of each training in the order of `seeds`, 0..1. */
    accuracy: measure.optional(),
    seeds: z.array(z.int()).optional(),
    accuracies: z.array(z.number()).optional(),
    testError: measure,
    validationError: measure,
    regret: measure,
  })).min(1),
}));

export type Benchmark = ArtifactContent<typeof benchmarkFile>;
