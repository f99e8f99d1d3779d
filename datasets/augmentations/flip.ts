import { IN_PLACE } from "../pixels/write_image.ts";
import type { Augmentation } from "./augmentation.ts";

/** Mirrors half of the images. */
export const augmentation: Augmentation = {
  name: "flip",
  stream: "shared",
  place: (random) => ({ ...IN_PLACE, flip: random.uniform() < 0.5 }),
};
