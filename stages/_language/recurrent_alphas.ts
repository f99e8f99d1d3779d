import { z } from "zod";
import { jsonArtifact } from "../_artifacts/json_file.ts";

const rows = z.array(z.array(z.number()));

/** `alphas.json` of the stage `search_text`: raw alphas before training (epoch 0) and after every epoch. */
export const recurrentAlphasFile = jsonArtifact(
  z.object({
    space: z.literal("recurrent"),
    nodes: z.int().positive(),
    method: z.string(),
    seed: z.int(),
    epochs: z.array(z.object({
      epoch: z.int().nonnegative(),
      recurrent: rows,
    })).nonempty(),
  }),
  1,
);
