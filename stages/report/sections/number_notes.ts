import { count, enumerate, plural } from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import type { MetricName } from "../runs/metrics.ts";
import {
  type NumberStates,
  type Regime,
  statesOf,
} from "../runs/number_states.ts";

/** How the page names the modes of batch normalisation. */
const MODES = {
  evaluation: "evaluation mode (running statistics)",
  train: "train mode (batch statistics)",
} as const;

/** Metrics whose mode the caption of the results names, with their names there. */
const NAMED = [
  ["test_error", "test error"],
  ["benchmark_test_error", "tabulated errors"],
  ["valid_accuracy", "supernet accuracy"],
  ["hessian_top", "top eigenvalue"],
  ["discretisation_drop", "loss by discretisation"],
] as const;

/** What the artifacts of all runs say, each thing once. */
function distinct<T>(
  groups: readonly Group[],
  read: (states: NumberStates) => T | null | undefined,
): T[] {
  const all = groups.flatMap(({ runs }) => runs)
    .flatMap((run) => read(statesOf(run)) ?? []);
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Mode in which a metric was measured, for captions: `, in evaluation mode (...)`; empty where no artifact says it. */
export function modeText(
  groups: readonly Group[],
  metric: MetricName,
): string {
  const modes = distinct(groups, ({ modes }) => modes[metric]);
  return modes.length === 0
    ? ""
    : `, in ${modes.map((mode) => MODES[mode]).join(" or ")}`;
}

/** Sentences on what the numbers of the results are; only what their artifacts say. */
export function numberNotes(groups: readonly Group[]): string[] {
  return [modesNote(groups), countingNote(groups), regimeNote(groups)]
    .filter((note) => note !== undefined);
}

function modesNote(groups: readonly Group[]): string | undefined {
  const parts = Object.entries(MODES).flatMap(([mode, text]) => {
    const names = NAMED.filter(([metric]) =>
      distinct(groups, ({ modes }) => modes[metric])
        .some((found) => found === mode)
    ).map(([, name]) => name);
    return names.length === 0 ? [] : [`${enumerate(names)} in ${text}`];
  });
  return parts.length === 0
    ? undefined
    : `Batch normalisation: ${parts.join("; ")}.`;
}

function countingNote(groups: readonly Group[]): string | undefined {
  const rules = distinct(groups, ({ counting }) => counting);
  if (rules.length === 0) return undefined;
  const most = (cost: "normalisationMacs" | "poolingOperations") =>
    count(Math.max(
      0,
      ...groups.flatMap(({ runs }) => runs).flatMap(({ found }) => [
        found.evaluation?.value[cost] ?? 0,
        found.count?.value[cost] ?? 0,
      ]),
    ));
  const kinds = rules.map(({ auxiliaryHead, macs }) =>
    `auxiliary head ${auxiliaryHead}, MACs of ${
      enumerate(macs)
    } layers, one for each multiplication with its addition`
  );
  return `Parameters and MACs: ${
    kinds.join("; ")
  }. Not in the MACs: normalisation (at most ${
    most("normalisationMacs")
  } more) and pooling (at most ${
    most("poolingOperations")
  } additions or comparisons).`;
}

/** Sentence on the trainings and images behind tabulated numbers; undefined where no artifact says it. */
export function regimeNote(groups: readonly Group[]): string | undefined {
  const texts = distinct(groups, ({ regime }) => regime && regimeText(regime));
  return texts.length === 0
    ? undefined
    : `Tabulated numbers: ${texts.join("; or ")}.`;
}

/** Names of tabulated numbers. */
const TABULATED: Readonly<Record<string, string>> = {
  testError: "test error",
  validationError: "validation error",
  regret: "regret",
};

function regimeText(
  { trainings, repeats, epochs, splits, afterEpoch, dataset, images: own }:
    Regime,
): string {
  const number = repeats === null
    ? "the trainings"
    : repeats[0] === repeats[1]
    ? plural(repeats[0], "training")
    : `${repeats[0]} to ${repeats[1]} trainings`;
  const bySplit = Map.groupBy(Object.entries(splits), ([, split]) => split);
  const images = [...bySplit].map(([split, names]) =>
    `${
      enumerate(names.map(([name]) => TABULATED[name] ?? name))
    } on the ${split} images${own === undefined ? "" : ` (${own})`}`
  );
  const on = dataset === undefined ? "" : ` on ${dataset}`;
  const early = afterEpoch === undefined
    ? ""
    : `, looked at after epoch ${afterEpoch}`;
  return `${trainings} of ${number} of ${
    plural(epochs, "epoch")
  } of each cell${on}${early}, none sampled; ${images.join(", ")}`;
}
