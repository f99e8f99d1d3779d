import type { Json } from "../../base/canonical_json.ts";
import { basename } from "node:path";
import { alikeNames } from "../../base/alike_names.ts";
import type { LocatedMap } from "../yaml/located.ts";
import { parseParams } from "../yaml/check_by_schema.ts";
import { foresee } from "./foresee.ts";
import { paramsAt, patchesFor } from "./params_at.ts";
import type {
  InputMember,
  Instance,
  InstanceFacts,
  InstanceInput,
  Pipeline,
} from "./pipeline.ts";
import { instanceName, pointKey, project } from "./point.ts";
import { withLineage } from "./lineage.ts";
import { stagePoints } from "./stage_points.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { OverrideSpec, PipelineSpec } from "../spec/spec.ts";
import type {
  FoldedStage,
  Point,
  Resources,
  StageDefinition,
  StagePermissions,
} from "../../stage.ts";
import { mentionedAxes } from "./substitute.ts";
import type { WiredStage } from "./wire.ts";

/** Stages to expand. */
export interface ExpandOptions {
  /** File as the user typed it. */
  readonly file: string;
  /** Identifiers, each after what it needs. */
  readonly order: readonly string[];
  readonly stages: ReadonlyMap<string, WiredStage>;
}

/**
 * Expands stages over the matrix.
 *
 * A stage has one instance for each combination of the axes that it or its ancestors mention; an instance takes its
 * inputs from the ancestors' instances with the same coordinates, or from all of them where the input gathers.
 *
 * @param problems Gets wrong parameters, unknown axes and what stages complain of.
 * @returns The expanded pipeline, complete if there is no problem.
 */
export function expand(
  spec: PipelineSpec,
  options: ExpandOptions,
  problems: Problem[],
): Pipeline {
  const axes = spec.axes.map((axis) => axis.name);
  const points = stagePoints(spec, problems);
  const used = new Map<string, readonly string[]>();
  const byStage = new Map<string, StageInstances>();
  const located = paramsAt(spec);
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
    // An unknown axis would be reported again as a wrong parameter.
    const sound = problems.length === before;
    const gathered = [...stage.inputs.values()].flat().filter((source) =>
      source.gather
    ).reduce(
      (sum, source) => sum + (byStage.get(source.stage)?.all.length ?? 0),
      0,
    );
    for (const point of sound ? points.of(id, stageAxes, gathered) : []) {
      const instance = makeInstance(stage, {
        point,
        located,
        used,
        byStage,
        problems,
      });
      if (instance !== undefined) instances.push(instance);
    }
    byStage.set(id, {
      all: instances,
      byPoint: Map.groupBy(instances, ({ point }) => pointKey(point)),
    });
    const needs = new Set(
      [...stage.inputs.values()].flat().map((source) => source.stage),
    );
    graph.push({
      id,
      use: stage.module.definition.name,
      needs: [...needs],
      instances: instances.length,
    });
  }
  const instances = withLineage(
    [...byStage.values()].flatMap(({ all }) => all),
  );
  const alike = alikeNames(instances, ({ name }) => name);
  if (alike !== undefined) {
    const [earlier, later] = alike;
    problems.push(problemAt(
      later.stage.spec.id,
      `Expected names of instances that differ in more than case but found ${earlier.name} and ${later.name}`,
    ));
  }
  const facts: InstanceFacts = problems.length > 0
    ? new Map()
    : foresee(instances, located, problems);
  return { file: options.file, name: spec.name, instances, graph, facts };
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

interface StageInstances {
  readonly all: readonly Instance[];
  readonly byPoint: ReadonlyMap<string, readonly Instance[]>;
}

interface InstanceContext {
  readonly point: Point;
  /** Parameters as the file writes them. */
  readonly located: (stage: WiredStage, point: Point) => LocatedMap;
  readonly used: ReadonlyMap<string, readonly string[]>;
  readonly byStage: ReadonlyMap<string, StageInstances>;
  readonly problems: Problem[];
}

function makeInstance(
  stage: WiredStage,
  context: InstanceContext,
): Instance | undefined {
  const { point, problems } = context;
  const id = stage.spec.id.value;
  const definition = stage.module.definition;
  const params = parseParams(
    definition,
    context.located(stage, point),
    problems,
  );
  if (params === undefined) return undefined;
  const inputs: InstanceInput[] = [];
  for (const [name, declared] of Object.entries(definition.inputs)) {
    const sources = stage.inputs.get(name);
    if (sources === undefined) continue;
    const members = sources.flatMap((source) => membersOf(source, context));
    if (declared.many === true) {
      members.sort((a, b) => compareText(a.instance, b.instance));
    }
    inputs.push({ name, many: declared.many === true, members });
  }
  const choices = choicesOf(stage, params, problems);
  return {
    name: instanceName(id, point),
    stage,
    point,
    params,
    ...(choices === undefined ? {} : { choices }),
    inputs,
    resources: resourcesOf(stage, params, problems),
    permissions: declaredPermissions(definition, params),
  };
}

function membersOf(
  source: { stage: string; output: string; gather: boolean },
  context: InstanceContext,
): InputMember[] {
  const stage = context.byStage.get(source.stage);
  const wanted = pointKey(
    project(context.point, context.used.get(source.stage) ?? []),
  );
  const instances = source.gather ? stage?.all : stage?.byPoint.get(wanted);
  return (instances ?? []).map((instance) => ({
    instance: instance.name,
    output: source.output,
    file: basename(
      instance.stage.module.definition.outputs[source.output]?.path ?? "",
    ),
    point: instance.point,
  }));
}

/** What the declaration chooses, without what JSON cannot hold. */
function choicesOf(
  stage: WiredStage,
  params: unknown,
  problems: Problem[],
): Json | undefined {
  try {
    const chosen = stage.module.definition.choices?.(params);
    return chosen === undefined
      ? undefined
      : JSON.parse(JSON.stringify(chosen));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(problemAt(stage.spec.use, error.message));
  }
}

function resourcesOf(
  stage: WiredStage,
  params: unknown,
  problems: Problem[],
): Required<Resources> {
  const { cpus = 1, memory = 512, gpus = 0, advice = "" } = {
    ...stage.module.definition.resources?.(params),
    ...stage.spec.limits.resources,
  };
  const sound = cpus > 0 && memory >= 0 && Number.isInteger(gpus) && gpus >= 0;
  if (!(sound && Number.isFinite(cpus + memory))) {
    problems.push(
      problemAt(
        stage.spec.use,
        `Expected positive resources of ${stage.module.use} but found cpus ${cpus}, memory ${memory}, gpus ${gpus}`,
      ),
    );
  }
  return { cpus, memory, gpus, advice };
}

/** Permissions that a stage declares for its parameters. */
export function declaredPermissions<P>(
  { permissions = {} }: Pick<StageDefinition<P>, "permissions">,
  params: P,
): StagePermissions {
  return typeof permissions === "function" ? permissions(params) : permissions;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
