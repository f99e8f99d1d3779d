import { IN_PLACE } from "../pixels/write_image.ts";
import type { Augmentation } from "./augmentation.ts";

/** Draws what a flip draws and mirrors nothing, so that holes are the same with `flip: false`. */
export const augmentation: Augmentation = {
  name: "unmirrored",
  stream: "shared",
  place: (random) => {
    random.uniform();
    return IN_PLACE;
  },
};
