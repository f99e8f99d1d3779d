import type { PixelStep } from "../pixels/pixel_steps.ts";
import { viewSteps } from "../pixels/view.ts";
import type { DatasetManifest } from "./manifest.ts";

/** All that turns an image file into the input of a network in evaluation, as JSON in networks and exports. */
export interface Preprocessing {
  /** Order of the channels of a pixel; transparency is left out. */
  readonly channels: "RGB";
  /** From the pixels of a file to those of the input, in this order. */
  readonly steps: readonly PixelStep[];
  /** Side of the input in pixels. */
  readonly size: number;
  /** Each channel becomes (pixel / scale - mean) / std. */
  readonly scale: 255;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** Order of the input's axes in exports: images, channels, rows, columns. */
  readonly layout: "NCHW";
  readonly type: "float32";
  /** Class of each logit. */
  readonly classes: readonly string[];
}

/** Steps from an image file to the input of an evaluation. */
export function preprocessingOf(
  { layout, size, mean, std, classes, steps }: DatasetManifest,
): Preprocessing {
  const square = layout === "square";
  return {
    channels: "RGB",
    steps: [
      ...steps ?? (square ? [{ step: "expect", side: size } as const] : []),
      ...square ? [] : viewSteps(size),
    ],
    size,
    scale: 255,
    mean,
    std,
    layout: "NCHW",
    type: "float32",
    classes,
  };
}
