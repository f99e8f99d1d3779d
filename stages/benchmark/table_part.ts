import {
  splitTrouble,
  TABLE_DATASETS,
  TABLE_EPOCHS,
  TABLE_SPLITS,
  type TablePart,
} from "../../datasets/nasbench201/table_splits.ts";
import type { ParamsIssue } from "../../pipeline/stage.ts";
import type { BenchmarkParams } from "./params.ts";

type Named = Pick<
  BenchmarkParams,
  "dataset" | "epochs" | "split" | "afterEpoch"
>;

/** Why parameters name no part of the tables of NAS-Bench-201, which have several of each; empty if they name one. */
export function partTroubles(
  { dataset, epochs, split, afterEpoch }: Named,
): ParamsIssue[] {
  const issue = (
    name: string,
    known: readonly (string | number)[],
    found: unknown,
  ) => ({
    path: found === undefined ? [] : [name],
    message: `Expected ${name} of ${
      known.join(", ")
    }, which the tables of nasbench201 have, but found ${found ?? "none"}`,
  });
  const isLength = TABLE_EPOCHS.some((known) => known === epochs);
  const unevaluated = dataset !== undefined && split !== undefined
    ? splitTrouble(dataset, split)
    : undefined;
  return [
    dataset === undefined && issue("dataset", TABLE_DATASETS, dataset),
    !isLength && issue("epochs", TABLE_EPOCHS, epochs),
    split === undefined && issue("split", TABLE_SPLITS, split),
    unevaluated !== undefined && { path: ["split"], message: unevaluated },
    isLength && afterEpoch !== undefined && afterEpoch > epochs! && {
      path: ["afterEpoch"],
      message:
        `Expected afterEpoch of at most ${epochs}, the epochs of the trainings, but found ${afterEpoch}`,
    },
  ].filter((one) => one !== false);
}

/**
 * The part of a table of NAS-Bench-201 that parameters name.
 *
 * @throws {RangeError} If they name none: what is wrong first.
 */
export function tablePart(params: Named): TablePart {
  const [trouble] = partTroubles(params);
  if (trouble !== undefined) throw new RangeError(trouble.message);
  const { dataset, epochs, split } = params;
  return { dataset: dataset!, epochs: epochs!, split: split! };
}
