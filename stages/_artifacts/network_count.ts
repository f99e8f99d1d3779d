import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";

/** How parameters and multiply-accumulates were counted; older files lack it. */
export const countingFields = {
  /** Multiply-accumulates of normalisations, which `macs` leaves out: one for each value. */
  normalisationMacs: z.int().optional(),
  /** Additions and comparisons of pools, which `macs` leaves out: one for each place of a window. */
  poolingOperations: z.int().optional(),
  counting: z.object({
    /** Whether parameters and costs hold the auxiliary head. */
    auxiliaryHead: z.enum(["excluded", "included"]),
    /** Layers that `macs` counts. */
    macs: z.array(z.string()),
  }).optional(),
};

/** `count.json` of the stage `count`. */
export const networkCountFile = jsonArtifact(z.object({
  stem: z.string(),
  channels: z.int(),
  cells: z.int(),
  classes: z.int(),
  size: z.int(),
  auxiliary: z.boolean(),
  /** Without the auxiliary head, which only `auxiliaryParameters` counts. */
  parameters: z.int(),
  auxiliaryParameters: z.int().optional(),
  macs: z.int(),
  convolutionMacs: z.int(),
  linearMacs: z.int(),
  ...countingFields,
}));

export type NetworkCountFile = ArtifactContent<typeof networkCountFile>;
