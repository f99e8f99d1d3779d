import type { HoleCutter } from "../pixels/augment.ts";
import { cutoutBox } from "../pixels/cutout_box.ts";

/** A square hole around a random pixel, clipped to the image. */
export const cutout: HoleCutter = {
  draw: (random, { size, probability }) =>
    random.uniform() >= probability
      ? undefined
      : { y: random.below(size), x: random.below(size) },
  cut(target, hole, { size, length }) {
    const { y1, y2, x1, x2 } = cutoutBox({ ...hole, length, size });
    for (let y = y1; y < y2; y++) {
      target.fill(0, 3 * (y * size + x1), 3 * (y * size + x2));
    }
  },
};
