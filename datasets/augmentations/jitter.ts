import { IMAGENET_JITTER, jitterColours } from "../pixels/colour_jitter.ts";
import type { ColourChange } from "../pixels/augment.ts";

/** Random brightness, contrast, saturation and hue, as in the published ImageNet training. */
export const jitter: ColourChange = (pixels, random) =>
  jitterColours(pixels, IMAGENET_JITTER, random);
