import type { DatasetSpec, PublishedFile, Triple } from "./spec.ts";

const IMAGENET_MEAN: Triple = [0.485, 0.456, 0.406];
const IMAGENET_STD: Triple = [0.229, 0.224, 0.225];

/** Common properties of images in folders by class that keep their aspect. */
const FREE = {
  format: "image-archive",
  channels: 3,
  layout: "free",
  mean: IMAGENET_MEAN,
  std: IMAGENET_STD,
} as const;

function imagenette(suffix: string, md5: string): readonly PublishedFile[] {
  const name = `imagenette2${suffix}.tgz`;
  return [{
    name,
    url: `https://s3.amazonaws.com/fast-ai-imageclas/${name}`,
    digest: { algorithm: "md5", hex: md5 },
  }];
}

/** Ten easy classes of ImageNet at full size. */
export const IMAGENETTE: DatasetSpec = {
  ...FREE,
  name: "imagenette",
  images: { train: 9_469, test: 3_925 },
  classes: 10,
  size: 224,
  files: imagenette("", "fe2fc210e6bb7c5664d602c3cd71e612"),
};

/** Imagenette with a short side of 320 pixels. */
export const IMAGENETTE_320: DatasetSpec = {
  ...FREE,
  name: "imagenette-320",
  images: { train: 9_469, test: 3_925 },
  classes: 10,
  size: 224,
  files: imagenette("-320", "3df6f0d01a2c9592104656642f5e78a3"),
};

/** Imagenette with a short side of 160 pixels. */
export const IMAGENETTE_160: DatasetSpec = {
  ...FREE,
  name: "imagenette-160",
  images: { train: 9_469, test: 3_925 },
  classes: 10,
  size: 128,
  files: imagenette("-160", "e793b78cc4c9e9a4ccc0c1155377a412"),
};

/** Two hundred classes at 64x64. Its `val` part is the test set, as the published test images have no labels. */
export const TINY_IMAGENET: DatasetSpec = {
  name: "tiny-imagenet-200",
  images: { train: 100_000, test: 10_000 },
  format: "image-archive",
  classes: 200,
  channels: 3,
  size: 64,
  layout: "square",
  mean: [0.4802, 0.4481, 0.3975],
  std: [0.2770, 0.2691, 0.2821],
  files: [{
    name: "tiny-imagenet-200.zip",
    url: "http://cs231n.stanford.edu/tiny-imagenet-200.zip",
    digest: { algorithm: "md5", hex: "90528d7ca1a48142e341f4ef8d21d0de" },
  }],
};

/** ILSVRC2012 or any part of it, from the user's copy: its terms forbid a download without an account. */
export const IMAGENET: DatasetSpec = {
  ...FREE,
  name: "imagenet",
  images: { train: 1_281_167, test: 50_000 },
  classes: 0,
  size: 224,
  files: [],
};

/** A hundred classes of ImageNet. Several lists have that name, so the list is a parameter. */
export const IMAGENET_100: DatasetSpec = {
  ...FREE,
  name: "imagenet-100",
  classes: 100,
  size: 224,
  files: [],
};

/** The first 120 classes of ImageNet at 16x16 (NAS-Bench-201). */
export const IMAGENET16_120: DatasetSpec = {
  name: "imagenet16-120",
  format: "image-archive",
  classes: 120,
  channels: 3,
  size: 16,
  layout: "square",
  mean: [122.68 / 255, 116.66 / 255, 104.01 / 255],
  std: [63.22 / 255, 61.26 / 255, 65.09 / 255],
  files: [],
};

/** The user's images, in folders `train/<class>/` and `val/<class>/`. */
export const IMAGE_FOLDER: DatasetSpec = {
  ...FREE,
  name: "image-folder",
  classes: 0,
  size: 224,
  files: [],
};
