import { basename } from "node:path";
import type { Point } from "../../stage.ts";
import type { ChosenParts } from "./choose_parts.ts";
import type { InputMember, Instance, InstanceInput } from "./pipeline.ts";
import { pointKey, project } from "./point.ts";
import type { Source, WiredStage } from "./wire.ts";

/** Instances of a stage. */
export interface StageInstances {
  readonly all: readonly Instance[];
  readonly byPoint: ReadonlyMap<string, readonly Instance[]>;
  /** Those of finished trials, in a pipeline with a sweep. */
  readonly finished?: readonly Instance[];
}

/** Where the inputs of an instance come from. */
export interface MakerContext {
  /** Coordinates of the instance. */
  readonly point: Point;
  /** Axes of each stage. */
  readonly used: ReadonlyMap<string, readonly string[]>;
  /** Instances of the stages before. */
  readonly byStage: ReadonlyMap<string, StageInstances>;
  /** True if it gathers those of finished trials alone. */
  readonly finished: boolean;
}

function makersOf(source: Source, context: MakerContext): readonly Instance[] {
  const stage = context.byStage.get(source.stage);
  const wanted = pointKey(
    project(context.point, context.used.get(source.stage) ?? []),
  );
  if (!source.gather) return stage?.byPoint.get(wanted) ?? [];
  return (context.finished ? stage?.finished : undefined) ?? stage?.all ?? [];
}

/** Name of the stage that makes a single input, and its parts; undefined where the input is not wired. */
export function makerOf(
  { inputs }: WiredStage,
  input: string,
  context: MakerContext,
): { readonly use: string; readonly parts?: ChosenParts } | undefined {
  const [source] = inputs.get(input) ?? [];
  const [maker] = source === undefined ? [] : makersOf(source, context);
  if (maker === undefined) return undefined;
  const { stage, parts } = maker;
  return { use: stage.module.use, ...(parts === undefined ? {} : { parts }) };
}

/** Inputs of an instance in the order of their declaration; members of a gathered one by name. */
export function wiredInputs(
  stage: WiredStage,
  context: MakerContext,
): InstanceInput[] {
  const { inputs } = stage.module.definition;
  return Object.entries(inputs).flatMap(([name, { many = false }]) => {
    const sources = stage.inputs.get(name);
    if (sources === undefined) return [];
    const members = sources.flatMap((source) => membersOf(source, context));
    if (many) members.sort(byInstance);
    return [{ name, many, members }];
  });
}

function membersOf(source: Source, context: MakerContext): InputMember[] {
  return makersOf(source, context).map((instance) => ({
    instance: instance.name,
    output: source.output,
    file: basename(
      instance.stage.module.definition.outputs[source.output]?.path ?? "",
    ),
    point: instance.point,
  }));
}

/** Compares members of a gathered input, which are ordered by the names of their instances. */
export function byInstance(
  { instance: a }: InputMember,
  { instance: b }: InputMember,
): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
