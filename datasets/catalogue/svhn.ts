import type { ContentDigest } from "../download/download.ts";
import type { DatasetSpec, PublishedFile } from "./spec.ts";

/** File of the training images. */
export const SVHN_TRAIN = "train_32x32.mat";

/** File of the test images. */
export const SVHN_TEST = "test_32x32.mat";

/** File of the additional, easier training images, which the published experiments leave out. */
export const SVHN_EXTRA = "extra_32x32.mat";

const sha256 = (hex: string): ContentDigest => ({ algorithm: "sha256", hex });

function file(name: string, rest: Omit<PublishedFile, "name" | "url">) {
  return {
    name,
    url: `http://ufldl.stanford.edu/housenumbers/${name}`,
    form: "mat5" as const,
    ...rest,
  };
}

/** Street View House Numbers, cropped digits (Netzer et al. 2011). */
export const SVHN: DatasetSpec = {
  name: "svhn",
  classes: 10,
  classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  channels: 3,
  size: 32,
  layout: "square",
  images: { train: 73_257, test: 26_032 },
  perClass: {
    train: [4948, 13861, 10585, 8497, 7458, 6882, 5727, 5595, 5045, 4659],
    test: [1744, 5099, 4149, 2882, 2523, 2384, 1977, 2019, 1660, 1595],
  },
  mean: [0.4377, 0.4438, 0.4728],
  std: [0.1980, 0.2010, 0.1970],
  files: [
    file(SVHN_TRAIN, {
      size: 182_040_794,
      digest: sha256(
        "435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8",
      ),
    }),
    file(SVHN_TEST, {
      size: 64_275_384,
      digest: sha256(
        "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b",
      ),
    }),
    file(SVHN_EXTRA, {
      size: 1_329_278_602,
      // no stronger hash is published
      digest: { algorithm: "md5", hex: "a93ce644f1a588dc4d68dda5feec44a7" },
      optional: true,
    }),
  ],
};
