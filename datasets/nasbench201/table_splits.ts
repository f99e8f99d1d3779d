/** Data sets of the tables of NAS-Bench-201: what a network was trained on (docs/method.md section 1c). */
export const TABLE_DATASETS = [
  "cifar10-valid",
  "cifar10",
  "cifar100",
  "ImageNet16-120",
] as const;

/** Epochs of the trainings of the tables: two regimes, trained apart. */
export const TABLE_EPOCHS = [12, 200] as const;

/** Images that a network was evaluated on: half of those that are held out, all of them, or the other half. */
export const TABLE_SPLITS = ["x-valid", "ori-test", "x-test"] as const;

/** Name of a data set of the tables. */
export type TableDataset = typeof TABLE_DATASETS[number];

/** Name of evaluated images. */
export type TableSplit = typeof TABLE_SPLITS[number];

/** Splits that the networks of each data set were evaluated on. */
const EVALUATED: Readonly<Record<TableDataset, readonly TableSplit[]>> = {
  // Trained on half of CIFAR-10: x-valid is the other half.
  "cifar10-valid": ["x-valid", "ori-test"],
  "cifar10": ["ori-test"],
  "cifar100": ["x-valid", "ori-test", "x-test"],
  "ImageNet16-120": ["x-valid", "ori-test", "x-test"],
};

/** Part of a table: the trainings on a data set for some epochs, evaluated on a split. */
export interface TablePart {
  readonly dataset: TableDataset;
  /** Epochs of the trainings. */
  readonly epochs: number;
  readonly split: TableSplit;
}

/**
 * Why no network of a data set was evaluated on a split, with what is allowed; undefined if they were.
 *
 * @example
 * ```ts
 * import { splitTrouble } from "./table_splits.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(splitTrouble("cifar100", "x-test"), undefined);
 * assertEquals(
 *   splitTrouble("cifar10", "x-test"),
 *   "Expected the split ori-test, which networks of cifar10 were evaluated on, but found x-test",
 * );
 * ```
 */
export function splitTrouble(
  dataset: TableDataset,
  split: TableSplit,
): string | undefined {
  const known = EVALUATED[dataset];
  return known.includes(split)
    ? undefined
    : `Expected the split ${
      known.join(" or ")
    }, which networks of ${dataset} were evaluated on, but found ${split}`;
}
