import type { OpenedPipeline } from "../../cache/key/action.ts";
import { fileNumbers } from "../../cache/history/output_numbers.ts";
import { usageError } from "../../base/pipeline_error.ts";
import { selectInstances } from "../../definition/graph/select_instances.ts";
import type { PipelineSweep } from "../../definition/sweep/pipeline_sweep.ts";
import type { SweepValues } from "../../definition/sweep/decide_sweep.ts";
import type { TrialValue } from "../../stage.ts";
import { cachedRecords } from "./cached_records.ts";

/**
 * Reads the results of a sweep that are in the cache: of each job the mean over its instances, null where one of them
 * has no finite number. Takes no lock and changes nothing.
 *
 * Throws a `PipelineError` of kind `usage` if no result has the number.
 *
 * @returns Results by job, without those of jobs that have not ended.
 */
export async function sweepValues(
  opened: OpenedPipeline,
  { metric, measured, plan }: PipelineSweep,
): Promise<SweepValues> {
  const path = selectInstances(opened.pipeline, { until: [metric.stage] });
  const { records } = await cachedRecords(opened, path.pipeline.instances);
  const values = new Map<string, TrialValue>();
  const names = new Set<string>();
  for (const [job, instances] of measured) {
    const found = instances.flatMap((name) => records.get(name) ?? []);
    if (found.length < instances.length) continue;
    const numbers = found.map(({ outputs }) => {
      const manifest = outputs[metric.output];
      const numbers = manifest?.type === "file"
        ? fileNumbers(opened.folders, manifest)
        : new Map<string, number>();
      for (const name of numbers.keys()) names.add(withoutIndices(name));
      return lastNumber(numbers, metric.path);
    });
    values.set(job, mean(numbers));
  }
  if (values.size > 0 && values.values().every((value) => value === null)) {
    refuseMissing(plan.by, metric, names, opened.pipeline.file);
  }
  return values;
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
  { output, path }: PipelineSweep["metric"],
  names: ReadonlySet<string>,
  file: string,
): void {
  if (names.has(path)) return;
  const known = [...names].slice(0, 12).join(", ");
  throw usageError(
    `${file}: Expected the number ${path} of by: ${by} in output ${output} but found ${
      known === "" ? "no number" : known
    }`,
  );
}
