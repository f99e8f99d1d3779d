import { drawRegion, IMAGENET_CROP } from "../pixels/resized_crop.ts";
import type { Augmentation } from "./augmentation.ts";

/** Random moves of square images by at most the padding, and random regions of others (docs/method.md section 5). */
export const augmentation: Augmentation = {
  name: "crop",
  stream: "shared",
  region: (random, stored) => drawRegion(stored, IMAGENET_CROP, random),
  place: (random, { pad }) => {
    const dy = pad - random.below(2 * pad + 1);
    const dx = pad - random.below(2 * pad + 1);
    return { dy, dx, flip: false };
  },
};
