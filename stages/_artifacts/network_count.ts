import { z } from "zod";
import { STEMS } from "../../nas/network/stem.ts";
import { jsonArtifact } from "./json_file.ts";

/** `count.json` of the stage `count`. */
export const networkCountFile = jsonArtifact(z.object({
  stem: z.enum(STEMS),
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
}));
