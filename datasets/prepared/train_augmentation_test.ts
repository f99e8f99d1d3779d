import { assertEquals, assertThrows } from "@std/assert";
import type { DatasetManifest } from "./manifest.ts";
import { cutout as cutter } from "../augmentations/cutout.ts";
import { jitter } from "../augmentations/jitter.ts";
import { IMAGENET_CROP } from "../pixels/resized_crop.ts";
import { trainAugmentation } from "./train_augmentation.ts";

const square: DatasetManifest = {
  name: "x",
  classes: ["a", "b"],
  size: 16,
  channels: 3,
  layout: "square",
  mean: [0, 0, 0],
  std: [1, 1, 1],
  pad: 4,
  train: 2,
  test: 2,
  statement: "x",
};

Deno.test("trainAugmentation() shifts square images and refuses jitter for them", () => {
  const cutout = { cutter, length: 16 };
  const options = { crop: true, flip: false, cutout };
  assertEquals(trainAugmentation(square, options), {
    pad: 4,
    flip: false,
    cutout,
  });
  assertEquals(trainAugmentation(square, { ...options, crop: false }).pad, 0);
  assertThrows(
    () => trainAugmentation(square, { ...options, jitter }),
    RangeError,
    "Expected jitter: false but found true: the images of x are stored square",
  );
});

Deno.test("trainAugmentation() takes regions and colours of images that keep their aspect", () => {
  const free: DatasetManifest = { ...square, layout: "free", pad: 0 };
  const off = { crop: false, flip: true };
  assertEquals(trainAugmentation(free, off), { pad: 0, flip: true });
  assertEquals(trainAugmentation(free, { ...off, crop: true, jitter }), {
    pad: 0,
    flip: true,
    resizedCrop: IMAGENET_CROP,
    jitter,
  });
});
