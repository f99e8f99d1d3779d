import {
  type ActionOrigin,
  actionOrigins,
} from "../../cache/history/action_origin.ts";
import { outputNumbers } from "../../cache/history/output_numbers.ts";
import {
  actionSeries,
  type Series,
} from "../../cache/metrics/action_series.ts";
import { measuredNumbers } from "../../cache/metrics/measured_numbers.ts";
import {
  pipelineMetrics,
  type ResultOf,
} from "../../cache/metrics/wide_table.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import type { Instance, Pipeline } from "../../definition/graph/pipeline.ts";
import { readCurve } from "../../execution/live/curve_file.ts";

/** A measured number of an instance. */
export interface LoggedPoint {
  /** Name of the metric within the stage: `validAccuracy`. */
  readonly metric: string;
  /** Place in its list, from 0; 0 for a single number. */
  readonly step: number;
  readonly value: number;
  /** When it was measured, in milliseconds since 1970: that of its step where it is known, else the end of the execution. */
  readonly time: number;
}

/** An instance that is done, with what it measured. */
export interface LoggedInstance {
  readonly instance: Instance;
  readonly key: string;
  readonly origin: ActionOrigin;
  readonly points: readonly LoggedPoint[];
}

/**
 * What the instances of a pipeline measured. Numbers that are data by the declaration of their output, or that only repeat a
 * parameter or a coordinate, are left out.
 *
 * @param results `keys`: keys of the instances that are done.
 */
export function loggedResults(
  pipeline: Pick<Pipeline, "instances">,
  { folders, keys, resultOf }: {
    readonly folders: CacheFolders;
    readonly keys: ReadonlyMap<string, string>;
    readonly resultOf: ResultOf;
  },
): LoggedInstance[] {
  const metrics = new Set(
    pipelineMetrics(pipeline, resultOf).map(({ name }) => name),
  );
  const originOf = actionOrigins(folders);
  return pipeline.instances.flatMap((instance) => {
    const key = keys.get(instance.name);
    if (key === undefined) return [];
    const { spec, module } = instance.stage;
    const series = actionSeries(
      measuredNumbers(outputNumbers(folders, key), module.definition.outputs),
    );
    const origin = originOf(key);
    const timeOf = stepTimes(folders, { key, ended: origin.ended });
    const points = [...series].flatMap(([metric, one]) =>
      isHeadline(one) && !metrics.has(`${spec.id.value}.${metric}`)
        ? []
        : one.steps.map((step, index) => ({
          metric,
          step,
          value: one.values[index]!,
          time: one.counted ? timeOf(step) : origin.ended,
        }))
    );
    return [{ instance, key, origin, points }];
  });
}

/** True for what `headlineNumbers` takes a number from, so that `pipelineMetrics` knows whether it is a metric. */
function isHeadline({ kind, counted }: Series): boolean {
  return kind === "value" || counted === true;
}

/** Gives the time at which a step was first reported, or a later one where it was left out of the curve. */
function stepTimes(
  folders: CacheFolders,
  { key, ended }: { readonly key: string; readonly ended: number },
): (step: number) => number {
  const points = readCurve(folders, key);
  return (step) => {
    const time = points.find((point) => point.step >= step)?.time;
    return time === undefined || time > ended ? ended : time;
  };
}
