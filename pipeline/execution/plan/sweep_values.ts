import {
  actionOf,
  type OpenedPipeline,
  recordedDigests,
} from "../../cache/key/action.ts";
import type { ActionRecord } from "../../cache/store/action_record.ts";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";
import { namesIn } from "../../base/read_files.ts";
import { fileNumbers } from "../../cache/history/output_numbers.ts";
import { selectInstances } from "../../definition/graph/select_instances.ts";
import { problemAt, throwProblems } from "../../definition/yaml/problem.ts";
import type { PipelineSweep } from "../../definition/sweep/pipeline_sweep.ts";
import type { SweepResults } from "../../definition/sweep/decide_sweep.ts";
import type { TrialValue } from "../../stage.ts";
import { cachedRecords } from "./cached_records.ts";

/** Results of a sweep, without those of jobs that have not ended. */
export interface FoundValues extends Pick<SweepResults, "values"> {
  /** Jobs that failed, where that ranks a trial last. */
  readonly lost: ReadonlySet<string>;
  /** Instances of these that failed, or that need one that did: they do not run again. */
  readonly lostInstances: ReadonlySet<string>;
}

/**
 * Reads the results of a sweep that are in the cache: of each job the mean over its instances, null where one of them
 * has no finite number. Takes no lock and changes nothing.
 *
 * Throws a `PipelineError` of kind `usage` if no result has the number.
 */
export async function sweepValues(
  opened: OpenedPipeline,
  sweep: PipelineSweep,
): Promise<FoundValues> {
  const { metric, measured, plan, failed } = sweep;
  const path = selectInstances(opened.pipeline, { until: [metric.stage] });
  const { records } = await cachedRecords(opened, path.pipeline.instances);
  const lostInstances = failed === "stop"
    ? new Set<string>()
    : await failedInstances(
      // What all trials need, such as a download, says nothing about one of them.
      path.pipeline.instances.filter(({ point }) =>
        Object.keys(plan.trials[0]?.point ?? {}).some((axis) =>
          Object.hasOwn(point, axis)
        )
      ),
      records,
      opened,
    );
  const values = new Map<string, TrialValue>();
  const lost = new Set<string>();
  const names = new Set<string>();
  for (const [job, instances] of measured) {
    const found = instances.flatMap((name) => records.get(name) ?? []);
    const gone = instances.filter((name) => lostInstances.has(name));
    if (found.length + gone.length < instances.length) continue;
    if (gone.length > 0) {
      lost.add(job);
      values.set(job, null);
      continue;
    }
    const numbers = found.map(({ outputs }) => {
      const manifest = outputs[metric.output];
      const numbers = manifest?.type === "file"
        // The last of a list counts, also where it is no number.
        ? fileNumbers(opened.folders, manifest, NaN)
        : new Map<string, number>();
      for (const name of numbers.keys()) names.add(withoutIndices(name));
      return lastNumber(numbers, metric.path);
    });
    values.set(job, mean(numbers));
  }
  if (
    values.size > lost.size && values.values().every((value) => value === null)
  ) {
    refuseMissing(plan.by, sweep, names, opened.pipeline.file);
  }
  return { values, lost, lostInstances };
}

/** Instances without a result that failed as they are now, and those that need them. */
async function failedInstances(
  instances: readonly Instance[],
  records: ReadonlyMap<string, ActionRecord>,
  opened: OpenedPipeline,
): Promise<Set<string>> {
  const marks = new Set(namesIn(opened.folders.failed));
  const found = new Set<string>();
  for (const instance of marks.size === 0 ? [] : instances) {
    const needs = neededInstances(instance);
    if (records.has(instance.name)) continue;
    const failed = needs.every((name) => records.has(name)) &&
      marks.has(
        (await actionOf(instance, recordedDigests(records), opened)).key,
      );
    if (failed || needs.some((name) => found.has(name))) {
      found.add(instance.name);
    }
  }
  return found;
}

/** The last number at a path, whatever the indices of lists in it. */
function lastNumber(
  numbers: ReadonlyMap<string, number>,
  path: string,
): TrialValue {
  let last: TrialValue = null;
  for (const [name, value] of numbers) {
    if (withoutIndices(name) === path) last = value;
  }
  return last;
}

function withoutIndices(path: string): string {
  return path.split(".").filter((part) => !/^\d+$/.test(part)).join(".");
}

function mean(numbers: readonly TrialValue[]): TrialValue {
  const sum = numbers.reduce<number>((sum, number) => sum + (number ?? NaN), 0);
  const mean = sum / numbers.length;
  return Number.isFinite(mean) ? mean : null;
}

function refuseMissing(
  by: string,
  { metric: { output, path }, place }: PipelineSweep,
  names: ReadonlySet<string>,
  file: string,
): void {
  if (names.has(path)) return;
  const known = [...names].slice(0, 12).join(", ");
  throwProblems(file, [
    problemAt(
      place,
      `Expected the number ${path} of by: ${by} in output ${output} but found ${
        known === "" ? "no number" : known
      }`,
    ),
  ]);
}
