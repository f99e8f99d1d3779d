import type { ImageSource } from "../../datasets/sources/image_source.ts";
import { shareSplit } from "../../datasets/subset/share_split.ts";
import {
  type SearchSplit,
  splitForSearch,
} from "../../datasets/subset/split_for_search.ts";
import { chooseSubset } from "../../datasets/subset/subset.ts";
import type { SplitParams } from "./params.ts";

/** Chooses test images. */
export function chooseTest(
  { labels, classNames }: ImageSource,
  { test: count, stratified, seed }: SplitParams,
  classes: number,
): number[] {
  return chooseSubset(labels, {
    count,
    classes,
    classNames,
    stratified,
    seed,
    name: "test",
  });
}

/**
 * Chooses training images and divides them between weights and architecture.
 *
 * All images of files, or of half of them, in no order of classes are divided by position, which is the published split. A stratified subset,
 * and files that hold one class after the other, are divided within each class.
 */
export function chooseTrain(
  source: ImageSource,
  { train: count, stratified, seed, portion, shares, half }: SplitParams,
  classes: number,
): {
  /** Positions in the files, ascending. */
  readonly positions: readonly number[];
  /** Indices into `positions`, by use. */
  readonly split: SearchSplit;
} {
  const { labels, sorted, classNames } = source;
  if (shares !== undefined) {
    const { weights, alpha } = shareSplit(labels, {
      ...shares,
      classes,
      classNames,
      seed,
    });
    const positions = [...weights, ...alpha].sort((a, b) => a - b);
    const own = new Map(positions.map((position, at) => [position, at]));
    const among = (chosen: readonly number[]) =>
      chosen.map((position) => own.get(position)!);
    return {
      positions,
      split: { weights: among(weights), alpha: among(alpha) },
    };
  }
  const pool = half === undefined ? undefined : halvesOf(source, classes)[half];
  const among = pool?.map((position) => labels[position]!) ?? labels;
  const positions = chooseSubset(among, {
    count,
    classes,
    classNames,
    stratified,
    seed,
    name: "train",
  }).map((at) => pool?.[at] ?? at);
  const chosen = positions.map((position) => labels[position]!);
  const byClass = sorted ||
    (stratified && positions.length < among.length);
  const split = splitForSearch(chosen, {
    portion,
    ...(byClass ? { classes } : {}),
  });
  if (sorted) refuseMissing(chosen, split, source);
  return { positions, split };
}

/** Both halves of training images, in file order: by position, or within each class where the files are ordered by class. */
function halvesOf(
  { labels, sorted }: ImageSource,
  classes: number,
): Record<"first" | "second", readonly number[]> {
  const { weights, alpha } = splitForSearch(labels, {
    portion: 0.5,
    ...(sorted ? { classes } : {}),
  });
  return { first: weights, second: alpha };
}

/** Throws if a class folder gives one side of the split no image: a search would not know the class. */
function refuseMissing(
  chosen: readonly number[],
  { weights, alpha }: SearchSplit,
  { classNames = [] }: ImageSource,
): void {
  const sides = { weights, alpha };
  for (const [side, positions] of Object.entries(sides)) {
    const held = new Set(positions.map((at) => chosen[at]!));
    const missing = classNames.findIndex((_, label) => !held.has(label));
    if (missing >= 0) {
      const count = chosen.filter((label) => label === missing).length;
      throw new RangeError(
        `Expected training images of every class on both sides of the split but found none of class ${
          classNames[missing]
        } for ${
          side === "alpha" ? "the architecture" : "the weights"
        }: ${count} of its images were chosen, which portion divides`,
      );
    }
  }
}
