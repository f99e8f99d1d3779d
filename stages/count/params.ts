import { z } from "zod";
import { stemParam } from "../_declare/stem_param.ts";

/** Parameters of the stage `count`; defaults are the published network for CIFAR-10. */
export const countParams = z.strictObject({
  stem: stemParam,
  channels: z.int().positive().default(36).describe(
    "channels of the first cell",
  ),
  cells: z.int().positive().default(20).describe("cells of the network"),
  classes: z.int().min(2).default(10).describe("classes"),
  size: z.int().min(8).default(32).describe("pixels a side"),
  auxiliary: z.boolean().default(false).describe(
    "also count the auxiliary head, apart from the rest",
  ),
});

export type CountParams = z.infer<typeof countParams>;
