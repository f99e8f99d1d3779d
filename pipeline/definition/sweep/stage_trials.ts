import type { Point } from "../../stage.ts";
import type { PipelineSpec } from "../spec/spec.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import {
  agreesWithSome,
  finishedPoints,
  type OpenedSweep,
} from "./opened_sweep.ts";

/** Which trials of a sweep a stage has. */
export interface StageTrials {
  /** True if the metric depends on the stage: it has all trials, on every rung; else those that finished. */
  readonly onPath: boolean;
  /** False for a stage after the metric while the trials are not all known. */
  readonly known: boolean;
}

/** Tells the trials of stages, which enter in the order of the graph. */
export interface TrialStages {
  /**
   * Tells the trials of a stage.
   *
   * @param axes Axes that it depends on.
   * @param sources What it reads.
   */
  enter(
    id: string,
    axes: readonly string[],
    sources: readonly { readonly stage: string; readonly gather: boolean }[],
  ): StageTrials;
  /** Those instances that finished trials have, for stages after the metric; nothing without a sweep. */
  finished<T extends { readonly point: Point }>(
    instances: readonly T[],
  ): { readonly finished?: readonly T[] };
}

/**
 * Tells which trials of a sweep the stages of a pipeline have; all that there are without one.
 *
 * @param problems Gets a stage before the metric that gathers trials, as its result would change with each round, and a
 *   metric that does not depend on each axis of the sweep.
 */
export function trialStages(
  { tune }: PipelineSpec,
  sweep: OpenedSweep | undefined,
  problems: Problem[],
): TrialStages {
  if (sweep === undefined || tune === undefined) {
    return {
      enter: () => ({ onPath: true, known: true }),
      finished: () => ({}),
    };
  }
  const { axes, metric, path, plan } = sweep;
  const done = finishedPoints(sweep);
  const trials = new Set<string>();
  return {
    enter: (id, own, sources) => {
      const onPath = path.has(id);
      const gathered = sources.find(({ stage, gather }) =>
        gather && trials.has(stage)
      );
      if (onPath && gathered !== undefined) {
        problems.push(problemAt(
          tune.by,
          `Expected by to be a number of one trial but found one of ${metric.stage}, for which ${id} gathers ${gathered.stage}[*]`,
        ));
      }
      const idle = axes.filter((axis) => !own.includes(axis));
      if (id === metric.stage && idle.length > 0) {
        problems.push(problemAt(
          tune.by,
          `Expected by to be a number that depends on ${
            idle.map((axis) => `$${axis}`).join(", ")
          } but found one of ${id}, which does not mention it`,
        ));
      }
      const inTrials = idle.length < axes.length ||
        sources.some(({ stage }) => trials.has(stage));
      if (inTrials) trials.add(id);
      // Without a finished trial there is nothing for the stages after the metric.
      const handed = !plan.open && done.length > 0;
      return { onPath, known: onPath || !inTrials || handed };
    },
    finished: (instances) => ({
      finished: instances.filter(({ point }) => agreesWithSome(point, done)),
    }),
  };
}
