import type { Json } from "../../base/canonical_json.ts";
import type {
  Ancestor,
  FoldedStage,
  Point,
  Resources,
  StagePermissions,
  SweepPlan,
} from "../../stage.ts";
import type { PipelineSweep } from "../sweep/pipeline_sweep.ts";
import type { ChosenParts } from "./choose_parts.ts";
import type { WiredStage } from "./wire.ts";

/** One input artifact of an instance: an output of another instance. */
export interface InputMember {
  readonly instance: string;
  readonly output: string;
  /** Last part of the path at which the stage finds it. */
  readonly file: string;
  readonly point: Point;
}

/** A wired input of an instance. */
export interface InstanceInput {
  readonly name: string;
  /** True when the input gathers. */
  readonly many: boolean;
  /** Wired artifacts; one unless the input gathers. */
  readonly members: readonly InputMember[];
}

/** One run of a stage at one point of the matrix. */
export interface Instance {
  /** Name, such as `search@darts,seed=0`. */
  readonly name: string;
  readonly stage: WiredStage;
  /** Coordinates on the axes that the stage or its ancestors mention. */
  readonly point: Point;
  /** Parameters, with names of users' modules in the place of their paths. */
  readonly params: Json;
  /** Modules that they choose; undefined for a stage without parts. */
  readonly parts?: ChosenParts;
  /** What its declaration chooses for them; undefined if it does not choose. */
  readonly choices?: Json;
  /** Wired inputs in the order of their declaration. */
  readonly inputs: readonly InstanceInput[];
  /** Reserved resources of the machine. */
  readonly resources: Required<Omit<Resources, "devices">>;
  /** Declared permissions for its parameters. */
  readonly permissions: StagePermissions;
  /** All instances that its inputs descend from; only for a stage that says `graph: true`. */
  readonly lineage?: readonly Ancestor[];
  /** Trials and decisions of the sweep; only for such a stage, in a pipeline with a sweep. */
  readonly sweep?: SweepPlan;
}

/** An axis of the matrix, as those see it who read results. */
export interface Axis {
  readonly name: string;
  /** True where its values repeat a run, see `seedAxes`. */
  readonly seed: boolean;
  /** True where its values come from a range with logarithmic steps. */
  readonly log: boolean;
}

/** A validated pipeline, expanded over its matrix. */
export interface Pipeline {
  /** The file as the user typed it. */
  readonly file: string;
  readonly name: string;
  /** Axes of its matrix, in the order of the file. */
  readonly axes: readonly Axis[];
  /** Instances; each after what it needs. */
  readonly instances: readonly Instance[];
  /** The DAG with one node for each stage. */
  readonly graph: readonly FoldedStage[];
  /** Facts about the outputs of instances by name, for those whose stages declare some. */
  readonly facts: InstanceFacts;
  /** The trials of `tune:`, as far as they are known. */
  readonly sweep?: PipelineSweep;
}

/** Facts about outputs, by instance and by output. */
export type InstanceFacts = ReadonlyMap<
  string,
  Readonly<Record<string, unknown>>
>;

/** Names of the instances that an instance takes its inputs from, each once. */
export function neededInstances(instance: Instance): string[] {
  return [
    ...new Set(
      instance.inputs.flatMap((input) =>
        input.members.map((member) => member.instance)
      ),
    ),
  ];
}
