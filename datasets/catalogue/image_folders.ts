import type { DatasetSpec } from "./spec.ts";

type Rest<K extends keyof DatasetSpec> =
  & Partial<DatasetSpec>
  & Pick<DatasetSpec, "name" | "classes" | "size" | K>;

// Calls are marked as pure, so that no key holds the data sets beside the chosen one.

/** Images in folders by class that keep their aspect; mean and deviation are those of ImageNet. */
function free(spec: Rest<never>): DatasetSpec {
  return {
    classFolders: true,
    channels: 3,
    layout: "free",
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    files: [],
    ...spec,
  };
}

/** Square images in folders by class. */
function square(spec: Rest<"mean" | "std">): DatasetSpec {
  return {
    classFolders: true,
    channels: 3,
    layout: "square",
    files: [],
    ...spec,
  };
}

/** Ten easy classes of ImageNet. */
function imagenette(suffix: string, size: number, md5: string): DatasetSpec {
  const name = `imagenette2${suffix}.tgz`;
  return free({
    name: `imagenette${suffix}`,
    images: { train: 9_469, test: 3_925 },
    classes: 10,
    size,
    files: [{
      name,
      url: `https://s3.amazonaws.com/fast-ai-imageclas/${name}`,
      digest: { algorithm: "md5", hex: md5 },
      form: "archive",
    }],
  });
}

export const IMAGENETTE: DatasetSpec = /* @__PURE__ */ imagenette(
  "",
  224,
  "fe2fc210e6bb7c5664d602c3cd71e612",
);

/** With a short side of 320 pixels. */
export const IMAGENETTE_320: DatasetSpec = /* @__PURE__ */ imagenette(
  "-320",
  224,
  "3df6f0d01a2c9592104656642f5e78a3",
);

/** With a short side of 160 pixels. */
export const IMAGENETTE_160: DatasetSpec = /* @__PURE__ */ imagenette(
  "-160",
  128,
  "e793b78cc4c9e9a4ccc0c1155377a412",
);

/** Two hundred classes at 64x64. Its `val` part is the test set, as the published test images have no labels. */
export const TINY_IMAGENET: DatasetSpec = /* @__PURE__ */ square({
  name: "tiny-imagenet-200",
  images: { train: 100_000, test: 10_000 },
  perClass: { train: 500, test: 50 },
  classes: 200,
  size: 64,
  mean: [0.4802, 0.4481, 0.3975],
  std: [0.2770, 0.2691, 0.2821],
  files: [{
    name: "tiny-imagenet-200.zip",
    url: "http://cs231n.stanford.edu/tiny-imagenet-200.zip",
    digest: { algorithm: "md5", hex: "90528d7ca1a48142e341f4ef8d21d0de" },
    form: "archive",
  }],
});

/** ILSVRC2012 or any part of it, from the user's copy: its terms forbid a download without an account. */
export const IMAGENET: DatasetSpec = /* @__PURE__ */ free({
  name: "imagenet",
  images: { train: 1_281_167, test: 50_000 },
  classes: 0,
  size: 224,
});

/** A hundred classes of ImageNet. Several lists have that name, so the list is a parameter. */
export const IMAGENET_100: DatasetSpec = /* @__PURE__ */ free({
  name: "imagenet-100",
  classes: 100,
  size: 224,
});

/** The first 120 classes of ImageNet at 16x16 (NAS-Bench-201). */
export const IMAGENET16_120: DatasetSpec = /* @__PURE__ */ square({
  name: "imagenet16-120",
  squash: true,
  classes: 120,
  size: 16,
  mean: [122.68 / 255, 116.66 / 255, 104.01 / 255],
  std: [63.22 / 255, 61.26 / 255, 65.09 / 255],
});

/** The user's images, in folders `train/<class>/` and `val/<class>/`. */
export const IMAGE_FOLDER: DatasetSpec = /* @__PURE__ */ free({
  name: "image-folder",
  classes: 0,
  size: 224,
});
