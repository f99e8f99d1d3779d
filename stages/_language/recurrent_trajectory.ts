import { z } from "zod";
import { changeFields } from "../_artifacts/fields.ts";
import { recurrentGenotype } from "./recurrent_cell_schema.ts";
import { jsonArtifact } from "../_artifacts/json_file.ts";

/** `trajectory.json` of the stage `derive_text`. */
export const recurrentTrajectoryFile = jsonArtifact(
  z.object({
    ...changeFields,
    epochs: z.array(z.object({ epoch: z.int(), genotype: recurrentGenotype })),
  }),
  1,
);
