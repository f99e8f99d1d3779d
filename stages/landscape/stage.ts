import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import {
  drawParams,
  drawResources,
  threads,
} from "../_declare/_common_params.ts";
import { tensorflowToolchain } from "../_declare/tensorflow.ts";

/** Parameters of the stage `landscape`. */
export const landscapeParams = z.strictObject({
  points: z.int().min(3).max(101).default(11).describe(
    "points of each side of the grid",
  ),
  radius: z.number().positive().default(5).describe(
    "length of the way from the middle to a side, in units of alpha",
  ),
  ...drawParams(2, "seed of the drawn images and of the random direction"),
  threads,
});

/** Parsed parameters of the stage `landscape`. */
export type LandscapeParams = z.infer<typeof landscapeParams>;

/** Stage that measures a searched supernet on a grid of alphas around those that the search ended with. */
export default defineStage<LandscapeParams>({
  name: "landscape",
  description:
    "measures the supernet on a grid of alphas: along the gradient and along a random direction",
  params: landscapeParams,
  inputs: { data: { kind: "dataset" }, search: { kind: "supernet" } },
  outputs: { landscape: { kind: "landscape", path: "landscape.json" } },
  resources: drawResources,
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runLandscapeStage } = await import("./run.ts");
    await runLandscapeStage(context);
  },
});
