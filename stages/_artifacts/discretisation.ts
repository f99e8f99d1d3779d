import { z } from "zod";
import { jsonArtifact } from "./json_file.ts";
import { measure, searchFields } from "./fields.ts";

const scores = z.object({ loss: measure, accuracy: measure });

const schema = z.object({
  ...searchFields,
  dataset: z.string().optional(),
  images: z.int().positive(),
  mixture: scores,
  discrete: scores,
  /** Accuracy of the mixture less that of the discrete architecture. */
  drop: measure,
});

/** `discretisation.json` of the stage `discretise`. */
export type Discretisation = z.output<typeof schema>;

/** Reader and writer of `discretisation.json`. */
export const { read: readDiscretisation, write: writeDiscretisation } =
  jsonArtifact(schema);
