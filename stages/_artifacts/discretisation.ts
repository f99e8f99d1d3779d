import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { measure, normMode, searchFields } from "./fields.ts";

const scores = z.object({ loss: measure, accuracy: measure });

/** `discretisation.json` of the stage `discretise`. */
export const discretisationFile = jsonArtifact(z.object({
  ...searchFields,
  dataset: z.string().optional(),
  images: z.int().positive(),
  /** Of the mixture and of the discrete architecture. */
  mode: normMode.optional(),
  mixture: scores,
  discrete: scores,
  /** Accuracy of the mixture less that of the discrete architecture. */
  drop: measure,
}));

export type Discretisation = ArtifactContent<typeof discretisationFile>;
