import { assertEquals, assertThrows } from "@std/assert";
import { halveImage } from "../../datasets/pixels/halve_image.ts";
import { DATASETS } from "../../datasets/catalogue/registry.ts";
import { resizeImage } from "../../datasets/pixels/resize.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { chooseFit } from "./fit_image.ts";
import { splitParams } from "./params.ts";

const image = (height: number, width: number) => ({
  height,
  width,
  pixels: noise(3 * height * width, 5),
});
const fit = (name: keyof typeof DATASETS, params: unknown = {}) =>
  chooseFit(DATASETS[name], splitParams.parse(params));

Deno.test("chooseFit() leaves square images as they are, or halves them once or twice", () => {
  const tiny = image(64, 64);
  assertEquals(fit("tiny-imagenet-200").apply(tiny, "x"), tiny);
  const half = halveImage(tiny.pixels, 64);
  assertEquals(
    fit("tiny-imagenet-200", { size: 32 }).apply(tiny, "x").pixels,
    half,
  );
  const quarter = fit("tiny-imagenet-200", { size: 16 });
  assertEquals(quarter.apply(tiny, "x").pixels, halveImage(half, 32));
  assertEquals([quarter.size, quarter.layout, quarter.text], [
    16,
    "square",
    "halved to 16x16",
  ]);
  assertThrows(
    () => fit("tiny-imagenet-200").apply(image(64, 63), "val_1.JPEG"),
    RangeError,
    "Expected 64 x 64 pixels but found 63 x 64 in val_1.JPEG",
  );
});

Deno.test("chooseFit() shrinks any image to 16x16 for ImageNet16, aspect and all", () => {
  const wide = image(30, 50);
  assertEquals(
    fit("imagenet16-120").apply(wide, "x").pixels,
    resizeImage(wide, { height: 16, width: 16, filter: "box" }),
  );
});

Deno.test("chooseFit() shrinks the short side of free images and never enlarges it", () => {
  const free = fit("imagenette", { size: 56 });
  assertEquals([free.size, free.layout], [56, "free"]);
  const shrunk = free.apply(image(100, 150), "x");
  assertEquals([shrunk.height, shrunk.width], [64, 96]);
  const small = image(40, 90);
  assertEquals(free.apply(small, "x"), small);
  const big = image(100, 150);
  assertEquals(
    fit("imagenette", { size: 56, shortSide: "original" }).apply(big, "x"),
    big,
  );
  assertEquals(
    fit("imagenette", { size: 56, shortSide: 80 }).apply(big, "x").height,
    80,
  );
});

Deno.test("chooseFit() stores the middle of free images square on demand", () => {
  const { layout, apply, text } = fit("imagenette", {
    size: 20,
    layout: "square",
  });
  const wide = image(40, 60);
  const small = resizeImage(wide, { height: 20, width: 30 });
  const { height, width, pixels } = apply(wide, "x");
  assertEquals([layout, height, width, text], [
    "square",
    20,
    20,
    "the middle resized to 20x20",
  ]);
  for (let y = 0; y < 20; y++) {
    assertEquals(
      pixels.subarray(60 * y, 60 * y + 60),
      small.subarray(90 * y + 15, 90 * y + 75),
    );
  }
});

Deno.test("chooseFit() refuses what does not fit the data set", () => {
  const refused = (name: keyof typeof DATASETS, params: unknown) => {
    let message = "";
    try {
      fit(name, params);
    } catch (error) {
      message = (error as Error).message;
    }
    return message;
  };
  assertEquals(
    refused("cifar10", { size: 24 }),
    "Expected size: 32 or 16 or 8 for cifar10 but found 24",
  );
  assertEquals(
    refused("svhn", { layout: "free" }),
    "Cannot store svhn with layout: free: its images are square",
  );
  assertEquals(
    refused("cifar100", { shortSide: 40 }),
    "layout: square takes no shortSide: its images have size pixels a side",
  );
});
