import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

const count = z.union([z.int().min(2), z.literal("all")]);

/** Parameters of the stage `split`. */
export const splitParams = z.strictObject({
  /** Training images to take. */
  train: count.default("all"),
  /** Test images to take. */
  test: count.default("all"),
  /** Share of the training images that trains the weights; the rest trains the architecture. */
  portion: z.number().gt(0).lt(1).default(0.5),
  /** Seed of the choice of images. */
  seed: z.int().min(0).default(0),
  /** Pixels a side: 32 as published, or 16 by averaging blocks of 2x2. */
  size: z.union([z.literal(32), z.literal(16)]).default(32),
  /** True to take the same number of images of every class. */
  stratified: z.boolean().default(true),
});

/** Parsed parameters of the stage `split`. */
export type SplitParams = z.infer<typeof splitParams>;

/** Stage that chooses the images of an experiment and divides them for a search. */
export default defineStage<SplitParams>({
  name: "split",
  description:
    "chooses the images of an experiment and divides them between weights and architecture",
  params: splitParams,
  inputs: { files: { kind: "dataset-files" } },
  outputs: { dataset: { kind: "dataset", path: "dataset" } },
  resources: () => ({ cpus: 1, memory: 1024 }),
  run: async (context) => {
    const { splitDataset } = await import("./split_dataset.ts");
    await splitDataset(context);
  },
});
