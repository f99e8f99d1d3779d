import { cutoutBox } from "../pixels/cutout_box.ts";
import type { Augmentation } from "./augmentation.ts";

/** A square hole around a random pixel, clipped to the image, in a share of the images that grows in a search. */
export const augmentation: Augmentation = {
  name: "cutout",
  stream: "shared",
  values: (values, random, { size, cutout: length, ramp }) => {
    if (random.uniform() >= ramp) return;
    const centre = { y: random.below(size), x: random.below(size) };
    const { y1, y2, x1, x2 } = cutoutBox({ ...centre, length, size });
    for (let y = y1; y < y2; y++) {
      values.fill(0, 3 * (y * size + x1), 3 * (y * size + x2));
    }
  },
};
