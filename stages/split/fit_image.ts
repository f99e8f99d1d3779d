import {
  type PixelStep,
  takeSteps,
} from "../../datasets/pixels/pixel_steps.ts";
import type { StoredImage } from "../../datasets/pixels/stored_image.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import { viewSide } from "../../datasets/pixels/view.ts";
import { fitTrouble } from "./fit_trouble.ts";
import type { SplitParams } from "./params.ts";

/** How images are stored. */
export interface Fit {
  /** Pixels a side that a network sees. */
  readonly size: number;
  /** `square` where all stored images are. */
  readonly layout: "square" | "free";
  /** Changes of the pixels in words, for the statement; empty for none. */
  readonly text: string;
  /** Steps from an image of the files to the one to store. */
  readonly steps: readonly PixelStep[];
  /** Takes the steps. */
  readonly apply: (image: StoredImage, place: string) => StoredImage;
}

/**
 * Decides how the images of a data set are stored.
 *
 * @throws {RangeError} If the parameters do not fit the data set.
 */
export function chooseFit(spec: DatasetSpec, params: SplitParams): Fit {
  const trouble = fitTrouble(spec, params);
  if (trouble !== undefined) throw new RangeError(trouble.message);
  const rule = chooseRule(spec, params);
  return {
    ...rule,
    apply: (image, place) => takeSteps(image, rule.steps, place),
  };
}

function chooseRule(
  spec: DatasetSpec,
  params: SplitParams,
): Omit<Fit, "apply"> {
  const { size = spec.size, shortSide: side } = params;
  const layout = params.layout ?? spec.layout;
  if (spec.layout === "square") return squareRule(spec, size);
  const filter = "bilinear";
  if (layout === "square") {
    return {
      size,
      layout,
      text: `the middle resized to ${size}x${size}`,
      steps: [
        { step: "short-side", side: size, when: "always", filter },
        { step: "crop", side: size },
      ],
    };
  }
  const stored = side ?? viewSide(size);
  return {
    size,
    layout,
    text: `at ${size}x${size} from ${
      stored === "original"
        ? "images of the original size"
        : `images with a short side of at most ${stored}`
    }`,
    steps: stored === "original"
      ? []
      : [{ step: "short-side", side: stored, when: "larger", filter }],
  };
}

/** Rule for square images: stored unchanged or halved once or twice; ImageNet16 shrinks any image to 16x16. */
function squareRule(spec: DatasetSpec, size: number): Omit<Fit, "apply"> {
  const { size: side } = spec;
  const halvings = Math.log2(side / size);
  return {
    size,
    layout: "square",
    text: size === side ? "" : `halved to ${size}x${size}`,
    steps: [
      spec.squash
        ? { step: "squash", side, filter: "box" }
        : { step: "expect", side },
      ...Array.from({ length: halvings }, () => ({ step: "halve" } as const)),
    ],
  };
}
