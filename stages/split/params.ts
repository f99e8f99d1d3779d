import { z } from "zod";

const count = z.union([z.int().min(2), z.literal("all")]);
const share = z.number().gt(0).lt(1);

export const splitParams = z.strictObject({
  train: count.default("all").describe("training images to take"),
  test: count.default("all").describe("test images to take"),
  half: z.enum(["first", "second"]).optional().describe(
    "take training images of one half of the files alone, by position (by class where the files hold one class after the other); the other half is for another split",
  ),
  portion: share.default(0.5).describe(
    "share of the training images that trains the weights; the rest trains the architecture",
  ),
  shares: z.strictObject({ weights: share, alpha: share }).optional().describe(
    "shares of each class in place of train and portion; ImageNet searches use weights: 0.1 and alpha: 0.025",
  ),
  seed: z.int().min(0).default(0).describe("seed of the choice of images"),
  size: z.int().min(4).max(1024).optional().describe(
    "pixels a side: those of the data set, a half or a quarter of them; any number for images that keep their aspect",
  ),
  stratified: z.boolean().default(true).describe(
    "take the same number of images of every class",
  ),
  extra: z.boolean().default(false).describe(
    "add the additional training images of svhn, if they were downloaded",
  ),
  layout: z.enum(["square", "free"]).optional().describe(
    "square: store the middle of each image with size pixels a side; free: keep the aspect, and crop at random in training",
  ),
  shortSide: z.union([z.int().min(4), z.literal("original")]).optional()
    .describe(
      "short side of stored images that keep their aspect; default 256/224 of size, as published for tests",
    ),
}).refine(
  ({ shares, train }) => shares === undefined || train === "all",
  "`shares` needs train: all",
).refine(
  ({ shares, half }) => shares === undefined || half === undefined,
  "`shares` are of all training images: leave out half",
);

export type SplitParams = z.infer<typeof splitParams>;
