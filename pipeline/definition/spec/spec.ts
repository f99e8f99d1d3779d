import type { OutputSpec, Point } from "../../stage.ts";
import type {
  LocatedList,
  LocatedMap,
  LocatedScalar,
} from "../yaml/located.ts";
import type { Place } from "../yaml/problem.ts";
import type { LimitSpec } from "./parse_limits.ts";

/** One axis of the matrix. */
export interface AxisSpec {
  readonly name: string;
  /** Its values in the order of the file. */
  readonly values: readonly LocatedScalar[];
}

/** What a `needs:` value points to. */
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
  /** What is wired to it; several only for a gathering input. */
  readonly references: readonly (Reference & Place)[];
}

/** What the file says of a stage that runs a command. */
export interface CommandSpec {
  /** Program and arguments. */
  readonly run: LocatedList;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  /** Variables of the environment that it sees. */
  readonly env: readonly string[];
  /** Files and folders of the project that it reads. */
  readonly code: readonly (LocatedScalar & { readonly value: string })[];
}

/** One stage as the file writes it. */
export interface StageSpec {
  /** Identifier with its place. */
  readonly id: LocatedScalar & { readonly value: string };
  /** Stage name, or a path that starts with `./` or `../`. */
  readonly use: LocatedScalar & { readonly value: string };
  /** Wires by input name. */
  readonly needs: ReadonlyMap<string, NeedSpec>;
  /** Parameters; values may name an axis as `$axis`. */
  readonly with: LocatedMap;
  /** What `use: command` runs. */
  readonly command?: CommandSpec;
  /** How it may use the machine. */
  readonly limits: LimitSpec;
  /** True when the outputs are copied to `results/`. */
  readonly publish: boolean;
}

/** Parameters that some coordinates change. */
export interface OverrideSpec {
  readonly where: Point;
  /** Parameters by stage, laid over those of the stage. */
  readonly stages: ReadonlyMap<string, LocatedMap>;
}

/** A pipeline file whose structure is right; stages and parameters are not looked at yet. */
export interface PipelineSpec {
  /** Name of the pipeline and of its folder in `results/`. */
  readonly name: string;
  /** Axes in the order of the file. */
  readonly axes: readonly AxisSpec[];
  /** Joint draws of the axes that have a range. */
  readonly draws?: readonly Point[];
  /** Combinations that are added to the product of the axes. */
  readonly include: readonly Point[];
  /** Combinations, perhaps of some axes only, that are taken away. */
  readonly exclude: readonly Point[];
  /** Parameters for some coordinates, in the order of the file. */
  readonly overrides: readonly OverrideSpec[];
  /** Stages in the order of the file. */
  readonly stages: ReadonlyMap<string, StageSpec>;
}
