import type { DatasetManifest } from "../../../datasets/prepared/manifest.ts";

/** Manifest of a data set of two classes, for tests to change what matters to them. */
export const TINY_MANIFEST: DatasetManifest = {
  name: "x",
  classes: ["a", "b"],
  size: 4,
  channels: 3,
  layout: "square",
  mean: [0, 0, 0],
  std: [1, 1, 1],
  pad: 0,
  train: 1,
  test: 1,
  statement: "x",
};
