import { assertEquals, assertNotEquals } from "@std/assert";
import { noise } from "../../test/support/data/make_wheel.ts";
import { cropToView, viewSide } from "./view.ts";
import { resizeImage } from "./resize.ts";
import { IMAGENET_CROP } from "./resized_crop.ts";
import { jitter } from "../augmentations/jitter.ts";

const image = { height: 40, width: 60, pixels: noise(40 * 60 * 3, 3) };
Deno.test("cropToView() of a test image is the middle at 256/224 of the size", () => {
  assertEquals(viewSide(224), 256);
  assertEquals(viewSide(16), 18);
  const small = resizeImage(image, { height: 18, width: 27 });
  const view = cropToView(image, 16);
  // (27 - 16) / 2 = 5.5, which Python rounds to 6.
  for (let y = 0; y < 16; y++) {
    const from = 3 * ((1 + y) * 27 + 6);
    assertEquals(
      view.subarray(48 * y, 48 * y + 48),
      small.subarray(from, from + 48),
    );
  }
});

Deno.test("cropToView() of a training image depends on its address alone", () => {
  const plainly = { pad: 0, flip: true };
  const augmentation = {
    ...plainly,
    resizedCrop: IMAGENET_CROP,
    jitter,
  };
  const view = (epoch: number, sample: number) =>
    cropToView(image, 16, {
      seed: 1,
      stream: "retrain",
      epoch,
      sample,
      augmentation,
    });
  assertEquals(view(3, 5), view(3, 5));
  assertNotEquals(view(3, 5), view(4, 5));
  assertNotEquals(view(3, 5), view(3, 6));
  const plain = cropToView(image, 16, {
    seed: 1,
    stream: "retrain",
    epoch: 3,
    sample: 5,
    augmentation: plainly,
  });
  assertEquals(plain, cropToView(image, 16));
});
