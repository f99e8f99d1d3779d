import { z } from "zod";
import { changeFields } from "./fields.ts";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";

/** `trajectory.json` of the stage `derive`. */
export const trajectoryFile = jsonArtifact(
  z.object({
    /** Name of the selection of edges; absent for strength. */
    selection: z.string().optional(),
    ...z.object(changeFields).partial().shape,
    epochs: z.array(z.object({
      epoch: z.int(),
      genotype: z.unknown(),
      parameterFree: z.int(),
      skips: z.int(),
    })),
  }),
  1,
);

export type Trajectory = ArtifactContent<typeof trajectoryFile>;
