import { stageOf } from "../../definition/graph/point.ts";
import { deviation, mean } from "../../../common/moments.ts";
import { numericLeaves } from "../../base/tolerant_json.ts";
import type {
  Axis,
  Instance,
  Pipeline,
} from "../../definition/graph/pipeline.ts";
import { pointKey, project } from "../../definition/graph/point.ts";
import type { Point } from "../../stage.ts";
import { declaredDirection } from "./declared_direction.ts";
import type { Direction } from "./metric_direction.ts";

/** What is known of an instance. */
export interface InstanceResult {
  /** `done`, or why there are no numbers: `failed`, `running`, `waiting`. */
  readonly state: string;
  /** Its metrics by name, see `headlineNumbers`; empty while it is not done. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Gives the result of an instance by its name. */
export type ResultOf = (instance: string) => InstanceResult;

/** A metric of a stage. */
export interface Metric {
  /** `evaluate.top1Accuracy`. */
  readonly name: string;
  readonly stage: string;
  /** Its name within the stage. */
  readonly metric: string;
  /** Whether more or less of it is better, where its declaration or its name says so. */
  readonly better: Direction | undefined;
}

/** Values of a metric in a row. */
export interface Spread {
  /** Number of finite values. */
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; `null` for a single value. */
  readonly sd: number | null;
}

/** Results at one point. */
export interface WideRow {
  readonly point: Point;
  /** Instances of its stage and of those that this one needs; without a stage, all that it has numbers from. */
  readonly instances: readonly {
    readonly name: string;
    readonly state: string;
  }[];
  /** By the name of the metric; metrics without a finite value are missing. */
  readonly values: ReadonlyMap<string, Spread>;
}

/** Results of a pipeline, one row a point. */
export interface WideTable {
  /** Axes of the points, in the order of the file. */
  readonly axes: readonly Axis[];
  readonly metrics: readonly Metric[];
  readonly rows: readonly WideRow[];
}

/**
 * Metrics of all stages that have results, in the order of the pipeline. Numbers that only repeat a parameter or a
 * coordinate, as `seed` or `config.epochs` do, are none.
 */
export function pipelineMetrics(
  { instances }: Pick<Pipeline, "instances">,
  resultOf: ResultOf,
): Metric[] {
  const found = new Map<string, Metric & { repeats: boolean }>();
  for (const { name: instance, stage, point, params } of instances) {
    const { numbers } = resultOf(instance);
    if (numbers.size === 0) continue;
    const given = givenNumbers(point, params);
    const id = stage.spec.id.value;
    for (const [metric, value] of numbers) {
      const repeats = given.get(lastWord(metric))?.has(value) ?? false;
      const name = `${id}.${metric}`;
      const known = found.getOrInsertComputed(name, () => ({
        name,
        stage: id,
        metric,
        better: declaredDirection(stage.module.definition.outputs, metric),
        repeats,
      }));
      known.repeats &&= repeats;
    }
  }
  return [...found.values()].flatMap(({ repeats, ...metric }) =>
    repeats ? [] : [metric]
  );
}

/** Numbers of the coordinates and parameters of an instance by the last word of their names. */
function givenNumbers(
  point: Point,
  params: unknown,
): Map<string, ReadonlySet<number>> {
  const given = new Map<string, Set<number>>();
  for (const [path, value] of numericLeaves({ point, params })) {
    given.getOrInsertComputed(lastWord(path), () => new Set()).add(value);
  }
  return given;
}

function lastWord(path: string): string {
  return path.split(/[. ]/).at(-1) ?? path;
}

/**
 * Joins the results of a pipeline to wide rows: one for each point of a stage, with its metrics and those of the stages that
 * have some or all of its axes. Without a stage there are rows for all that no other row has the axes of, so that each
 * result is in a row.
 *
 * @param options `stage`: the stage whose points the rows are; `joined`: one row for all seeds, with mean and spread;
 * `where`: the points to keep.
 */
export function wideTable(
  pipeline: Pick<Pipeline, "axes" | "instances">,
  resultOf: ResultOf,
  options: {
    readonly stage?: string;
    readonly joined?: boolean;
    readonly where?: (point: Point) => boolean;
  } = {},
): WideTable {
  const { stage, joined = false, where = () => true } = options;
  const stages = stagesOf(pipeline.instances);
  const own = stages.filter(({ id, axes }) =>
    stage === undefined
      ? !stages.some((other) => covers(other.axes, axes))
      : id === stage
  );
  const families = new Map(own.map(({ axes }) => [axes.join(), axes]));
  const used = new Set([...families.values()].flat());
  const axes = pipeline.axes.filter(({ name, seed }) =>
    used.has(name) && !(joined && seed)
  );
  const kept = axes.map(({ name }) => name);
  const rows = new Map<string, { point: Point; instances: Set<Instance> }>();
  for (const family of families.values()) {
    const members = stages.filter((one) => joins(one.axes, family));
    const anchors = own.filter((one) => one.axes.join() === family.join());
    for (const { byPoint } of anchors) {
      for (const { point } of byPoint.values()) {
        if (!where(point)) continue;
        const shown = project(point, kept);
        const row = rows.getOrInsertComputed(
          `${family.join()} ${pointKey(shown)}`,
          () => ({ point: shown, instances: new Set() }),
        );
        for (const member of members) {
          const instance = member.byPoint.get(
            pointKey(project(point, member.axes)),
          );
          if (instance !== undefined) row.instances.add(instance);
        }
      }
    }
  }
  const joinedStages = new Set(
    [...rows.values()].flatMap(({ instances }) => [...instances].map(stageId)),
  );
  const metrics = pipelineMetrics(pipeline, resultOf)
    .filter((metric) => joinedStages.has(metric.stage))
    .toSorted((a, b) => Number(b.stage === stage) - Number(a.stage === stage));
  const names = new Set(metrics.map(({ name }) => name));
  const told = stage === undefined
    ? joinedStages
    : neededStages(stage, pipeline.instances);
  return {
    axes,
    metrics,
    rows: [...rows.values()].map((row) =>
      wideRow(row, { names, told, resultOf })
    ),
  };
}

function wideRow(
  { point, instances }: { point: Point; instances: ReadonlySet<Instance> },
  { names, told, resultOf }: {
    readonly names: ReadonlySet<string>;
    /** Stages whose instances are listed. */
    readonly told: ReadonlySet<string>;
    readonly resultOf: ResultOf;
  },
): WideRow {
  const values = new Map<string, number[]>();
  const listed = [...instances].flatMap((instance) => {
    const { state, numbers } = resultOf(instance.name);
    for (const [metric, value] of numbers) {
      const name = `${stageId(instance)}.${metric}`;
      if (names.has(name) && Number.isFinite(value)) {
        values.getOrInsertComputed(name, () => []).push(value);
      }
    }
    return told.has(stageId(instance)) ? [{ name: instance.name, state }] : [];
  });
  return {
    point,
    instances: listed,
    values: new Map(
      [...values].map(([name, all]) => [
        name,
        { n: all.length, mean: mean(all), sd: deviation(all) },
      ]),
    ),
  };
}

/** A stage and all that its instances need. */
function neededStages(
  stage: string,
  instances: readonly Instance[],
): ReadonlySet<string> {
  const found = new Set([stage]);
  // Instances come after what they need.
  for (const instance of instances.toReversed()) {
    if (!found.has(stageId(instance))) continue;
    for (const { members } of instance.inputs) {
      for (const { instance } of members) found.add(stageOf(instance));
    }
  }
  return found;
}

interface StagePoints {
  readonly id: string;
  readonly axes: readonly string[];
  readonly byPoint: ReadonlyMap<string, Instance>;
}

function stagesOf(instances: readonly Instance[]): StagePoints[] {
  return [...Map.groupBy(instances, stageId)].map(([id, all]) => ({
    id,
    axes: Object.keys(all[0]!.point),
    byPoint: new Map(all.map((one) => [pointKey(one.point), one])),
  }));
}

function stageId({ stage }: Instance): string {
  return stage.spec.id.value;
}

/** True where a stage's results belong to each row with some axes. A stage without axes is the same for all rows. */
function joins(axes: readonly string[], row: readonly string[]): boolean {
  return (axes.length > 0 || row.length === 0) &&
    axes.every((axis) => row.includes(axis));
}

/** True where rows with more axes than some take their stage in. */
function covers(more: readonly string[], axes: readonly string[]): boolean {
  return axes.length > 0 && more.length > axes.length && joins(axes, more);
}
