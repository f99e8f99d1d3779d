import { z } from "zod";
import { jsonArtifact } from "./json_file.ts";

/** Images by name, or by number in the official files. */
const images = z.array(z.union([z.string(), z.number()]));

const schema = z.object({
  dataset: z.string(),
  seed: z.int(),
  weights: images,
  alpha: images,
  test: images,
});

/** Reader and writer of `ids.json` of the stage `split`. */
export const { read: readSplitIds, write: writeSplitIds } = jsonArtifact(
  schema,
  0,
);
