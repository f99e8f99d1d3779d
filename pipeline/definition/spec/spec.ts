import type { OutputSpec, Point } from "../../stage.ts";
import type {
  LocatedList,
  LocatedMap,
  LocatedScalar,
} from "../yaml/located.ts";
import type { Place } from "../yaml/problem.ts";
import type { LimitSpec } from "./parse_limits.ts";
import type { RangeSpec } from "./parse_range.ts";
import type { TuneSpec } from "./tune_spec.ts";

/** One axis of the matrix. */
export interface AxisSpec {
  readonly name: string;
  /** Values of the axis in the order of the file. */
  readonly values: readonly LocatedScalar[];
  /** Range that the values come from, where the file gives one. */
  readonly range?: RangeSpec;
}

/** A value of `needs:`: the output of a stage. */
export interface Reference {
  readonly stage: string;
  /** Output of the stage, where the file names one. */
  readonly output?: string;
  /** True for `stage[*]`: every instance of the stage. */
  readonly gather: boolean;
}

/** One wire into a stage. */
export interface NeedSpec extends Place {
  readonly input: LocatedScalar & { readonly value: string };
  /** Wired outputs; several only for a gathering input. */
  readonly references: readonly (Reference & Place)[];
}

/** The part of a stage that `use: command` reads. */
export interface CommandSpec {
  readonly run: LocatedList;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  readonly env: readonly string[];
  /** True: it may use the shared memory of the machine. */
  readonly shm: boolean;
  /** Files and folders of the project that the command reads. */
  readonly code: readonly (LocatedScalar & { readonly value: string })[];
  /** File of the project that says what is installed for the program. */
  readonly lock?: LocatedScalar & { readonly value: string };
}

/** One stage as the file writes it. */
export interface StageSpec {
  readonly id: LocatedScalar & { readonly value: string };
  /** Stage name, or a path that starts with `./` or `../`. */
  readonly use: LocatedScalar & { readonly value: string };
  readonly needs: ReadonlyMap<string, NeedSpec>;
  /** Parameters; values may name an axis as `$axis`. */
  readonly with: LocatedMap;
  /** Program and arguments of `use: command`. */
  readonly command?: CommandSpec;
  /** Limits on the use of the machine. */
  readonly limits: LimitSpec;
  /** True when the outputs are copied to `results/`. */
  readonly publish: boolean;
}

/** Parameters that some coordinates change. */
export interface OverrideSpec {
  readonly where: Point;
  /** Parameters by stage, merged into those of the stage. */
  readonly stages: ReadonlyMap<string, LocatedMap>;
}

/** A pipeline file of the right structure; stages and parameters are not checked yet. */
export interface PipelineSpec {
  /** Name of the pipeline and of its folder in `results/`. */
  readonly name: string;
  /** Axes in the order of the file. */
  readonly axes: readonly AxisSpec[];
  /** Joint draws of the axes with a range. */
  readonly draws?: readonly Point[];
  /** A sweep whose trials follow from results. */
  readonly tune?: TuneSpec;
  /** Combinations that are added to the product of the axes. */
  readonly include: readonly Point[];
  /** Combinations, perhaps of some axes only, that are removed. */
  readonly exclude: readonly Point[];
  /** Parameters for some coordinates, in the order of the file. */
  readonly overrides: readonly OverrideSpec[];
  /** Stages in the order of the file. */
  readonly stages: ReadonlyMap<string, StageSpec>;
}
