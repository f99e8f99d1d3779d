import { z } from "zod";
import { jsonArtifact } from "./json_file.ts";
import { measure, searchFields } from "./fields.ts";

/** Values on the grid, row by row: columns lie along the gradient, rows along the random direction. */
const grid = z.array(z.array(measure)).min(2);

const schema = z.object({
  ...searchFields,
  dataset: z.string().optional(),
  images: z.int().positive(),
  /** Of rows and of columns. */
  coordinates: z.array(z.number()).min(2),
  loss: grid.optional(),
  accuracy: grid,
});

/** `landscape.json` of the stage `landscape`. */
export type Landscape = z.output<typeof schema>;

/** Reader and writer of `landscape.json`. */
export const { read: readLandscape, write: writeLandscape } = jsonArtifact(
  schema,
);
