import type { Point } from "../../stage.ts";
import type { TuneSpec } from "../spec/tune_spec.ts";
import {
  type Place,
  placeOf,
  type Problem,
  problemAt,
} from "../yaml/problem.ts";
import { decideSweep, jobName, type SweepResults } from "./decide_sweep.ts";
import { agreesWithSome, type OpenedSweep } from "./opened_sweep.ts";
import {
  findSweepMetric,
  type MeasuringStages,
  stagesOf,
  type SweepMetric,
} from "./sweep_metric.ts";
import type { SweepPlan } from "../../stage.ts";
import { sweepText, trialText } from "./sweep_text.ts";

/** The sweep of an expanded pipeline. */
export interface PipelineSweep {
  readonly plan: SweepPlan;
  readonly metric: SweepMetric;
  /** Where the file names the metric. */
  readonly place: Place;
  /** Instances of the stage of the metric whose mean is the result of a job, by the name of the job. */
  readonly measured: ReadonlyMap<string, readonly string[]>;
  /** What was decided about an instance of that stage, and why. */
  readonly notes: ReadonlyMap<string, string>;
  /** What is known of it, in one line. */
  readonly summary: string;
  /** What a stage that fails means. */
  readonly failed: "stop" | "last";
}

/** Decides the sweep of a pipeline file as far as results are known; undefined for a wrong one. */
export function openSweep(
  tune: TuneSpec,
  stages: MeasuringStages,
  known: { readonly results: SweepResults; readonly problems: Problem[] },
): OpenedSweep | undefined {
  const { results, problems } = known;
  const metric = findSweepMetric(tune, stages, problems);
  if (metric === undefined) return undefined;
  const path = stagesOf(metric.stage, stages);
  for (const id of path) {
    if (stages.get(id)?.module.definition.graph !== true) continue;
    problems.push(problemAt(
      tune.by,
      `Expected by to be a number of a stage that does not depend on the whole graph but found one of ${id}`,
    ));
    return undefined;
  }
  return {
    ...decideSweep(tune, metric.better, results),
    metric,
    place: placeOf(tune.by),
    path,
    failed: tune.failed,
    axes: [
      ...tune.axes.map(({ name }) => name),
      ...tune.rungs === undefined ? [] : [tune.rungs.axis],
    ],
  };
}

/**
 * Finds the instances whose results a sweep waits for.
 *
 * @param instances Instances of the stage of the metric, with their coordinates as the file has them.
 * @param shown Name of an instance in the pipeline.
 */
export function sweepOf(
  { jobs, plan, metric, place, failed }: OpenedSweep,
  instances: readonly { readonly name: string; readonly point: Point }[],
  shown: (name: string) => string,
): PipelineSweep {
  const measured = new Map<string, string[]>();
  const notes = new Map<string, string>();
  for (const job of jobs) {
    const names = instances.filter(({ point }) =>
      agreesWithSome(point, [job.point])
    ).map(({ name }) => shown(name));
    measured.set(jobName(job), names);
    for (const name of names) {
      notes.set(name, trialText(plan.trials[job.trial]!, job.rung));
    }
  }
  const summary = sweepText(plan);
  return { plan, metric, place, measured, notes, summary, failed };
}
