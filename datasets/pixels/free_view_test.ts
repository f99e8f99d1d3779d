import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { freeView, viewSide } from "./free_view.ts";
import { centreRegion, resizeImage, shortSide } from "./resize.ts";
import { drawRegion, IMAGENET_CROP } from "./resized_crop.ts";
import { trainAugmentation } from "../prepared/train_augmentation.ts";
import type { DatasetManifest } from "../prepared/manifest.ts";

const image = { height: 40, width: 60, pixels: noise(40 * 60 * 3, 3) };
const manifest: DatasetManifest = {
  name: "x",
  classes: ["a", "b"],
  size: 16,
  channels: 3,
  layout: "free",
  mean: [0, 0, 0],
  std: [1, 1, 1],
  pad: 0,
  train: 2,
  test: 2,
  statement: "x",
};

Deno.test("freeView() of a test image is the middle at 256/224 of the size", () => {
  assertEquals(viewSide(224), 256);
  assertEquals(viewSide(16), 18);
  const small = resizeImage(image, { height: 18, width: 27 });
  const view = freeView(image, 16);
  // (27 - 16) / 2 = 5.5, which Python rounds to 6.
  for (let y = 0; y < 16; y++) {
    const from = 3 * ((1 + y) * 27 + 6);
    assertEquals(
      view.subarray(48 * y, 48 * y + 48),
      small.subarray(from, from + 48),
    );
  }
});

Deno.test("freeView() of a training image depends on its address alone", () => {
  const augmentation = trainAugmentation(manifest, {
    crop: true,
    flip: true,
    cutout: 0,
    jitter: true,
  });
  const view = (epoch: number, sample: number) =>
    freeView(image, 16, {
      seed: 1,
      stream: "retrain",
      epoch,
      sample,
      augmentation,
    });
  assertEquals(view(3, 5), view(3, 5));
  assertNotEquals(view(3, 5), view(4, 5));
  assertNotEquals(view(3, 5), view(3, 6));
  const plain = freeView(image, 16, {
    seed: 1,
    stream: "retrain",
    epoch: 3,
    sample: 5,
    augmentation: trainAugmentation(manifest, {
      crop: false,
      flip: true,
      cutout: 0,
    }),
  });
  assertEquals(plain, freeView(image, 16));
});

Deno.test("drawRegion() stays inside and keeps to area and aspect", () => {
  const random = randomStream({ seed: 0, stream: "t" });
  for (let draw = 0; draw < 500; draw++) {
    const { top, left, height, width } = drawRegion(
      image,
      IMAGENET_CROP,
      random,
    );
    assert(top >= 0 && left >= 0 && top + height <= 40 && left + width <= 60);
    const share = height * width / 2400;
    const ratio = width / height;
    assert(share > 0.06 && share <= 1, `${share}`);
    assert(ratio > 0.65 && ratio < 1.5, `${ratio}`);
  }
  // No region of a strip fits, so the middle is taken.
  assertEquals(
    drawRegion(
      { height: 4, width: 400 },
      { ...IMAGENET_CROP, scale: [0.9, 1] },
      random,
    ),
    {
      top: 0,
      left: 197,
      height: 4,
      width: 5,
    },
  );
});

Deno.test("shortSide() and centreRegion() round as torchvision does", () => {
  assertEquals(shortSide({ height: 500, width: 375 }, 256), {
    height: 341,
    width: 256,
  });
  assertEquals(shortSide({ height: 375, width: 500 }, 256), {
    height: 256,
    width: 341,
  });
  assertEquals(centreRegion({ height: 256, width: 341 }, 224), {
    top: 16,
    left: 58,
    height: 224,
    width: 224,
  });
});

Deno.test("trainAugmentation() shifts square images and refuses jitter for them", () => {
  const square: DatasetManifest = { ...manifest, layout: "square", pad: 4 };
  const options = { crop: true, flip: false, cutout: 16 };
  assertEquals(trainAugmentation(square, options), {
    pad: 4,
    flip: false,
    cutout: 16,
  });
  assertEquals(trainAugmentation(square, { ...options, crop: false }).pad, 0);
  assertThrows(
    () => trainAugmentation(square, { ...options, jitter: true }),
    RangeError,
    "Expected jitter: false but found true: the images of x are stored square",
  );
});
