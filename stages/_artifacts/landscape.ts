import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { measure, normMode, searchFields } from "./fields.ts";

/** Values on the grid, row by row: columns lie along the gradient, rows along the random direction. */
const grid = z.array(z.array(measure)).min(2);

/** `landscape.json` of the stage `landscape`. */
export const landscapeFile = jsonArtifact(z.object({
  ...searchFields,
  dataset: z.string().optional(),
  images: z.int().positive(),
  /** Of loss and accuracy; the direction along the gradient is that in `train` mode. */
  mode: normMode.optional(),
  /** Of rows and of columns. */
  coordinates: z.array(z.number()).min(2),
  loss: grid.optional(),
  accuracy: grid,
}));

export type Landscape = ArtifactContent<typeof landscapeFile>;
