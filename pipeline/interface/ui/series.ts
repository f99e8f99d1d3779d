import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { readCurve } from "../../execution/live/curve_file.ts";
import {
  type ActionSeries,
  actionSeries,
  type Series,
} from "../../cache/metrics/action_series.ts";
import { measuredNumbers } from "../../cache/metrics/measured_numbers.ts";
import type { OutputSpec } from "../../stage.ts";
import {
  type OnDamage,
  outputNumbers,
} from "../../cache/history/output_numbers.ts";

/**
 * Metrics in the outputs of an action, see `actionSeries`.
 *
 * @param options `outputs`: outputs that its stage declares; `onDamage`: asked about damaged ones.
 */
export function finishedSeries(
  folders: CacheFolders,
  key: string,
  { outputs = {}, onDamage }: {
    readonly outputs?: Readonly<Record<string, OutputSpec>> | undefined;
    readonly onDamage?: OnDamage;
  } = {},
): ActionSeries {
  return actionSeries(
    measuredNumbers(outputNumbers(folders, key, onDamage), outputs),
  );
}

/** Metrics that an unfinished action has reported so far. */
export function measuredSeries(
  folders: CacheFolders,
  key: string,
): ActionSeries {
  const found = new Map<string, { steps: number[]; values: number[] }>();
  for (const { step, values } of readCurve(folders, key)) {
    for (const [name, value] of Object.entries(values)) {
      const series = found.getOrInsert(name, { steps: [], values: [] });
      series.steps.push(step);
      series.values.push(value);
    }
  }
  return new Map(
    [...found].map(([name, series]) => [
      name,
      { kind: "curve", ...series },
    ]),
  );
}

/** Most steps of a chart. */
const MOST = 2000;

/** Drops steps of a series that has more than a chart can show; the last step stays. */
export function thinned(series: Series): Series {
  const { steps, values } = series;
  const every = Math.ceil(steps.length / MOST);
  if (every <= 1) return series;
  const stays = (_: unknown, index: number) =>
    (steps.length - 1 - index) % every === 0;
  return {
    ...series,
    steps: steps.filter(stays),
    values: values.filter(stays),
  };
}
