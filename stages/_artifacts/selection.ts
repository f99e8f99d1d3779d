import { z } from "zod";
import { normMode } from "./fields.ts";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";

const point = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]),
);

/** `selection.json` of the stage `select`. */
export const selectionFile = jsonArtifact(z.object({
  chosen: point,
  /** Text of the chosen genotype for the published training scripts. */
  python: z.string(),
  candidates: z.array(z.object({
    point,
    validationAccuracy: z.number(),
    validationLoss: z.number(),
    images: z.int(),
    /** Of the validation; absent where that names none. */
    mode: normMode.optional(),
  })),
}));

export type SelectionFile = ArtifactContent<typeof selectionFile>;
