import { z } from "zod";
import { recurrentGenotype } from "./recurrent_cell_schema.ts";
import { jsonArtifact } from "../_artifacts/json_file.ts";

/** `genotype.json` of the stages `derive_text` and `genotype_text`. */
export const recurrentGenotypeFile = jsonArtifact(
  z.object({
    space: z.literal("recurrent"),
    genotype: recurrentGenotype,
    /** Text for the published training scripts. */
    python: z.string(),
  }),
  1,
);
