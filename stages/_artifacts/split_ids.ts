import { z } from "zod";
import { jsonArtifact } from "./json_file.ts";

/** Images by name, or by number in the official files. */
const images = z.array(z.union([z.string(), z.number()]));

/** `ids.json` of the stage `split`. */
export const splitIdsFile = jsonArtifact(
  z.object({
    dataset: z.string(),
    seed: z.int(),
    weights: images,
    alpha: images,
    test: images,
  }),
  0,
);
