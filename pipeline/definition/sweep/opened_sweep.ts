import type { Point } from "../../stage.ts";
import type { MatrixSpec } from "../spec/parse_matrix.ts";
import type { AxisSpec, PipelineSpec } from "../spec/spec.ts";
import { type Place, placeOf } from "../yaml/problem.ts";
import type { DecidedSweep } from "./decide_sweep.ts";
import type { SweepMetric } from "./sweep_metric.ts";

/** A sweep before its stages are expanded. */
export interface OpenedSweep extends DecidedSweep {
  readonly metric: SweepMetric;
  readonly place: Place;
  /** Stages that decide the metric: they run on every rung, others for finished trials alone. */
  readonly path: ReadonlySet<string>;
  /** Axes whose values the trials have: those of the sweep, and of its rungs. */
  readonly axes: readonly string[];
  readonly failed: "stop" | "last";
}

/** The matrix of the stages that decide the metric, and that of the others, which has finished trials alone. */
export function sweepMatrices(
  spec: PipelineSpec,
  sweep: OpenedSweep | undefined,
): { readonly path: PipelineSpec; readonly rest: MatrixSpec } {
  if (sweep === undefined) return { path: spec, rest: spec };
  const places = new Map(spec.tune?.axes.map((axis) => [axis.name, axis]));
  const axes = spec.axes.map((axis): AxisSpec => {
    const at = places.get(axis.name);
    if (at?.range === undefined) return axis;
    const values = new Set(sweep.jobs.map(({ point }) => point[axis.name]!));
    return {
      ...axis,
      values: [...values].map((value) => ({
        type: "scalar",
        value,
        ...placeOf(at),
      })),
    };
  });
  return {
    path: { ...spec, axes, draws: sweep.jobs.map(({ point }) => point) },
    rest: { ...spec, axes, draws: finishedPoints(sweep) },
  };
}

/** Points of the trials that have a result on the last rung. */
export function finishedPoints({ jobs, plan }: OpenedSweep): Point[] {
  const last = plan.most.length - 1;
  return jobs.filter(({ trial, rung }) =>
    rung === last && plan.trials[trial]?.state === "finished"
  ).map(({ point }) => point);
}

/** True if coordinates are those of one of the points on all axes that both have. */
export function agreesWithSome(
  point: Point,
  points: readonly Point[],
): boolean {
  return points.some((other) =>
    Object.entries(other).every(([axis, value]) =>
      point[axis] === undefined || point[axis] === value
    )
  );
}
