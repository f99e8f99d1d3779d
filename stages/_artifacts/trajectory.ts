import { z } from "zod";
import { jsonArtifact } from "./json_file.ts";

const schema = z.object({
  epochs: z.array(z.object({
    epoch: z.int(),
    genotype: z.unknown(),
    parameterFree: z.int(),
    skips: z.int(),
  })),
});

/** `trajectory.json` of the stage `derive`. */
export type Trajectory = z.output<typeof schema>;

/** Reader and writer of `trajectory.json` of the stage `derive`. */
export const { read: readTrajectory, write: writeTrajectory } = jsonArtifact(
  schema,
  1,
);
