import { z } from "zod";
import { drawParams, threads } from "../_declare/common_params.ts";

export const landscapeParams = z.strictObject({
  points: z.int().min(3).max(101).default(11).describe(
    "points of each side of the grid",
  ),
  radius: z.number().positive().default(5).describe(
    "distance from the middle to a side, in units of alpha",
  ),
  ...drawParams(2, "seed of the drawn images and of the random direction"),
  threads,
});

export type LandscapeParams = z.infer<typeof landscapeParams>;
