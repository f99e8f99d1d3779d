import type { Json } from "../../base/canonical_json.ts";
import { alikeNames } from "../../base/alike_names.ts";
import type { LocatedMap } from "../yaml/located.ts";
import { parseParams } from "../yaml/check_by_schema.ts";
import { foresee, type Foretold } from "./foresee.ts";
import {
  instanceParts,
  withPartNames,
  withTakenParts,
} from "./instance_parts.ts";
import type { PartLoader } from "./load_part.ts";
import type { ChosenParts } from "./choose_parts.ts";
import { paramsAt, patchesFor } from "./params_at.ts";
import type { Instance, Pipeline } from "./pipeline.ts";
import {
  type MakerContext,
  makerOf,
  type StageInstances,
  wiredInputs,
} from "./wired_inputs.ts";
import { instanceName, pointKey } from "./point.ts";
import { withLineage } from "./lineage.ts";
import { withPartPoints } from "./part_points.ts";
import { stagePoints } from "./stage_points.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import { seedAxes } from "../spec/seed_axes.ts";
import type { OverrideSpec, PipelineSpec } from "../spec/spec.ts";
import type {
  FoldedStage,
  LoadedParts,
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
  /** Loads users' parts. */
  readonly loader: PartLoader;
  /** GPUs of an instance whose toolchain uses them and for which nothing else is said. */
  readonly gpus: number;
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
export async function expand(
  spec: PipelineSpec,
  options: ExpandOptions,
  problems: Problem[],
): Promise<Pipeline> {
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
      const instance = await makeInstance(stage, {
        point,
        loader: options.loader,
        gpus: options.gpus,
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
  const written = [...byStage.values()].flatMap(({ all }) => all);
  const foreseen: Foretold = problems.length > 0
    ? { instances: written, facts: new Map() }
    : foresee(written, located, problems);
  const { instances, renamed } = withPartPoints(foreseen.instances);
  checkNames(instances, problems);
  const seeds = seedAxes(spec);
  return {
    file: options.file,
    name: spec.name,
    axes: spec.axes.map(({ name, range }) => ({
      name,
      seed: seeds.includes(name),
      log: range?.log ?? false,
    })),
    instances: withLineage(instances),
    graph,
    facts: renamed.size === 0 ? foreseen.facts : new Map(
      [...foreseen.facts].map(([name, of]) => [renamed.get(name)!, of]),
    ),
  };
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

interface InstanceContext extends MakerContext {
  /** Parameters as the file writes them. */
  readonly located: (stage: WiredStage, point: Point) => LocatedMap;
  readonly loader: PartLoader;
  /** GPUs of an instance whose toolchain uses them and for which nothing else is said. */
  readonly gpus: number;
  readonly problems: Problem[];
}

async function makeInstance(
  stage: WiredStage,
  context: InstanceContext,
): Promise<Instance | undefined> {
  const { point, problems, loader } = context;
  const id = stage.spec.id.value;
  const definition = stage.module.definition;
  const located = context.located(stage, point);
  const written = parseParams(definition, located, problems);
  if (written === undefined) return undefined;
  let parts: ChosenParts | undefined;
  if (hasParts(definition)) {
    const own = await instanceParts(stage, written, {
      loader,
      located,
      problems,
    });
    if (own === undefined) return undefined;
    parts = withTakenParts(stage, own, {
      makerOf: (input) => makerOf(stage, input, context),
      problems,
    });
  }
  const { loaded = {}, names = {} } = parts ?? {};
  const params = withPartNames(written, names);
  const inputs = wiredInputs(stage, context);
  const choices = choicesOf(stage, { params, loaded }, problems);
  return {
    name: instanceName(id, point),
    stage,
    point,
    params,
    ...(parts === undefined ? {} : { parts }),
    ...(choices === undefined ? {} : { choices }),
    inputs,
    resources: resourcesOf(stage, { params, loaded }, context),
    permissions: declaredPermissions(definition, params, loaded),
  };
}

function hasParts(
  { parts, offers, takes }: StageDefinition<unknown>,
): boolean {
  return [parts, offers, takes].some((given) => given !== undefined);
}

interface ParamsAndParts {
  readonly params: unknown;
  readonly loaded: LoadedParts;
}

/** What the declaration chooses, without what JSON cannot hold. */
function choicesOf(
  stage: WiredStage,
  { params, loaded }: ParamsAndParts,
  problems: Problem[],
): Json | undefined {
  try {
    const chosen = stage.module.definition.choices?.(params, loaded);
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
  { params, loaded }: ParamsAndParts,
  { problems, gpus: usual }: Pick<InstanceContext, "problems" | "gpus">,
): Required<Resources> {
  const { cpus = 1, memory = 512, gpus, advice = "" } = {
    gpus: stage.module.toolchain?.usesGpu === true ? usual : 0,
    ...stage.module.definition.resources?.(params, loaded),
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
  loaded: LoadedParts = {},
): StagePermissions {
  return typeof permissions === "function"
    ? permissions(params, loaded)
    : permissions;
}
