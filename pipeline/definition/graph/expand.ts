import { alikeNames } from "../../base/alike_names.ts";
import { type OpenedSweep, sweepMatrices } from "../sweep/opened_sweep.ts";
import { trialStages } from "../sweep/stage_trials.ts";
import { foresee, type Foretold } from "./foresee.ts";
import type { PartLoader } from "./load_part.ts";
import { makeInstance } from "./make_instance.ts";
import { paramsAt, patchesFor } from "./params_at.ts";
import type { Instance, Pipeline } from "./pipeline.ts";
import type { StageInstances } from "./wired_inputs.ts";
import { pointKey } from "./point.ts";
import { withLineage } from "./lineage.ts";
import { withPartPoints } from "./part_points.ts";
import { stagePoints } from "./stage_points.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import { seedAxes } from "../spec/seed_axes.ts";
import type { OverrideSpec, PipelineSpec } from "../spec/spec.ts";
import type { FoldedStage } from "../../stage.ts";
import { mentionedAxes } from "./substitute.ts";
import type { Source, WiredStage } from "./wire.ts";

/** Stages to expand. */
export interface ExpandOptions {
  /** File as the user typed it. */
  readonly file: string;
  /** Identifiers, each after what it needs. */
  readonly order: readonly string[];
  readonly stages: ReadonlyMap<string, WiredStage>;
  /** Loads users' parts. */
  readonly loader: PartLoader;
  /** GPUs of an instance whose toolchain uses them and for which nothing else is said. */
  readonly gpus: number;
  /** The trials of `tune:`, as far as they are known. */
  readonly sweep?: OpenedSweep | undefined;
}

/**
 * Expands stages over the matrix.
 *
 * A stage has one instance for each combination of the axes that it or its ancestors mention; an instance takes its
 * inputs from the ancestors' instances with the same coordinates, or from all of them where the input gathers. Of the
 * trials of a sweep, stages after its metric have those that finished, and none until all are known.
 *
 * @param problems Gets wrong parameters, unknown axes and what stages complain of.
 * @returns The expanded pipeline, complete if there is no problem.
 */
export async function expand(
  spec: PipelineSpec,
  options: ExpandOptions,
  problems: Problem[],
): Promise<Pipeline> {
  const axes = spec.axes.map((axis) => axis.name);
  const { sweep } = options;
  const matrices = sweepMatrices(spec, sweep);
  const points = stagePoints(matrices.path, problems);
  const rest = stagePoints(matrices.rest, problems);
  const trials = trialStages(spec, sweep, problems);
  const used = new Map<string, readonly string[]>();
  const byStage = new Map<string, StageInstances>();
  const located = paramsAt(matrices.path);
  const graph: FoldedStage[] = [];
  for (const id of options.order) {
    const stage = options.stages.get(id);
    if (stage === undefined) continue;
    const before = problems.length;
    const stageAxes = usedAxes(stage, {
      axes,
      used,
      overrides: spec.overrides,
      problems,
    });
    used.set(id, stageAxes);
    const instances: Instance[] = [];
    const sources = [...stage.inputs.values()].flat();
    // An unknown axis would be reported again as a wrong parameter.
    const sound = problems.length === before;
    const { onPath, known } = trials.enter(id, stageAxes, sources);
    const gathered = gatheredBy(sources, byStage);
    const own = sound && known ? onPath ? points : rest : undefined;
    for (const point of own?.of(id, stageAxes, gathered) ?? []) {
      const instance = await makeInstance(stage, {
        point,
        loader: options.loader,
        gpus: options.gpus,
        located,
        used,
        byStage,
        finished: !onPath,
        problems,
      });
      if (instance !== undefined) instances.push(instance);
    }
    byStage.set(id, {
      all: instances,
      byPoint: Map.groupBy(instances, ({ point }) => pointKey(point)),
      ...trials.finished(instances),
    });
    graph.push({
      id,
      use: stage.module.definition.name,
      needs: [...new Set(sources.map((source) => source.stage))],
      instances: instances.length,
    });
  }
  const written = [...byStage.values()].flatMap(({ all }) => all);
  const foreseen: Foretold = problems.length > 0
    ? { instances: written, facts: new Map() }
    : foresee(written, located, problems);
  const { instances, renamed } = withPartPoints(foreseen.instances);
  checkNames(instances, problems);
  const shown = (name: string) => renamed.get(name) ?? name;
  return {
    file: options.file,
    name: spec.name,
    axes: seenAxes(spec),
    instances: withLineage(instances, sweep?.plan),
    graph,
    facts: new Map(
      [...foreseen.facts].map(([name, of]) => [shown(name), of]),
    ),
    ...(await expandedSweep(sweep, byStage, shown)),
  };
}

async function expandedSweep(
  sweep: OpenedSweep | undefined,
  byStage: ReadonlyMap<string, StageInstances>,
  shown: (name: string) => string,
): Promise<Pick<Pipeline, "sweep">> {
  if (sweep === undefined) return {};
  const { sweepOf } = await import("../sweep/pipeline_sweep.ts");
  const measured = byStage.get(sweep.metric.stage)?.all ?? [];
  return { sweep: sweepOf(sweep, measured, shown) };
}

/** The axes, as those see them who read results. */
function seenAxes(spec: PipelineSpec): Pipeline["axes"] {
  const seeds = seedAxes(spec);
  return spec.axes.map(({ name, range }) => ({
    name,
    seed: seeds.includes(name),
    log: range?.log ?? false,
  }));
}

/** Number of instances that a stage gathers. */
function gatheredBy(
  sources: readonly Source[],
  byStage: ReadonlyMap<string, StageInstances>,
): number {
  return sources.filter((source) => source.gather).reduce(
    (sum, source) => sum + (byStage.get(source.stage)?.all.length ?? 0),
    0,
  );
}

/** Reports two instances whose results would have one place. */
function checkNames(
  instances: readonly Instance[],
  problems: Problem[],
): void {
  const alike = alikeNames(instances, ({ name }) => name);
  if (alike === undefined) return;
  const [earlier, later] = alike;
  problems.push(problemAt(
    later.stage.spec.id,
    earlier.name === later.name
      ? `Expected instances with different names but found ${later.name} twice: modules on an axis need names of their own`
      : `Expected names of instances that differ in more than case but found ${earlier.name} and ${later.name}`,
  ));
}

function usedAxes(
  stage: WiredStage,
  context: {
    axes: readonly string[];
    used: ReadonlyMap<string, readonly string[]>;
    overrides: readonly OverrideSpec[];
    problems: Problem[];
  },
): string[] {
  const mentioned = new Set(
    mentionedAxes(stage.spec.with, context.axes, context.problems),
  );
  for (const { where, patch } of patchesFor(stage, context.overrides)) {
    for (const axis of Object.keys(where)) mentioned.add(axis);
    for (const axis of mentionedAxes(patch, context.axes, context.problems)) {
      mentioned.add(axis);
    }
  }
  for (const source of [...stage.inputs.values()].flat()) {
    if (source.gather) continue;
    for (const axis of context.used.get(source.stage) ?? []) {
      mentioned.add(axis);
    }
  }
  return context.axes.filter((axis) => mentioned.has(axis));
}
