import { IMAGENET_JITTER, jitterColours } from "../pixels/colour_jitter.ts";
import type { Augmentation } from "./augmentation.ts";

/** Random brightness, contrast, saturation and hue, as in the published ImageNet training. */
export const augmentation: Augmentation = {
  name: "jitter",
  stream: "shared",
  layout: "free",
  pixels: (pixels, random) => jitterColours(pixels, IMAGENET_JITTER, random),
};
