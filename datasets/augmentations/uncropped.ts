import { IN_PLACE } from "../pixels/write_image.ts";
import type { Augmentation } from "./augmentation.ts";

/** Draws what a crop draws and moves nothing, so that mirrors and holes are the same with `crop: false`. */
export const augmentation: Augmentation = {
  name: "uncropped",
  stream: "shared",
  place: (random) => {
    random.uint32();
    random.uint32();
    return IN_PLACE;
  },
};
