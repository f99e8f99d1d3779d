/**
 * The contract between the DAG engine and a stage.
 *
 * @module
 */
import type {
  Complaint,
  Estimate,
  EstimateCost,
  ForeseeFacts,
  Foreseen,
  KnownInputs,
  KnownMember,
  Once,
  ParamsIssue,
} from "./foreseen.ts";
import type { Ancestor, Kind, Origin, Point } from "./lineage.ts";
import type { InputSpec, NumberSpec, OutputSpec } from "./artifact_spec.ts";
import type { ListedOutside } from "./outside.ts";
import type { LoadedParts, PartShape } from "./part.ts";
import type {
  SweepPlan,
  SweepTrial,
  TrialRung,
  TrialValue,
} from "./sweep_plan.ts";
import type { ToolchainNodes, ToolchainRequest } from "./toolchain_request.ts";

export type { Ancestor, Kind, Origin, Point };
export type { SweepPlan, SweepTrial, TrialRung, TrialValue };
export type { Complaint, Estimate, EstimateCost, ForeseeFacts, Foreseen };
export type { InputSpec, NumberSpec, OutputSpec };
export type { KnownInputs, KnownMember, Once, ParamsIssue };
export type { ToolchainNodes, ToolchainRequest };
export type * from "./outside.ts";
export type { LoadedParts, PartShape };

/** One member of a gathered (`many`) input. */
export interface Member {
  /** Path of the artifact, which is read-only. */
  readonly path: string;
  /** Coordinates of the instance that produced it. */
  readonly point: Point;
  /** That instance and its output; only for a stage that says `graph: true`, as others must not depend on names. */
  readonly origin?: Origin;
}

/** Progress of a running stage. */
export interface Progress {
  /** Work done so far, in `unit`s. */
  readonly done: number;
  /** Total work, in `unit`s. */
  readonly total: number;
  /** Unit of work, such as `step` or `byte`. */
  readonly unit: string;
  /** Short text beside the bar, such as `epoch 3/8 val acc 0.41`. */
  readonly note?: string;
  /** Latest measurements for live curves, under the names that the outputs use. */
  readonly metrics?: StepMetrics;
}

/**
 * Says in a few words how far a stage is, from what it reports. It is the export `note` of a module `note.ts` beside
 * `stage.ts`, because the key of the stage must not change with its words; the command line calls it, not the stage.
 */
export type NoteProgress<P> = (
  progress: Progress,
  params: P,
) => string | undefined;

/** Numbers measured at one step of a curve. */
export interface StepMetrics {
  /** Index of the step from 0, such as the epoch. */
  readonly step: number;
  /** Numbers by name. */
  readonly values: Readonly<Record<string, number>>;
}

/** A stage of the DAG with its dependencies, folded over the matrix. */
export interface FoldedStage {
  /** Identifier in the pipeline file. */
  readonly id: string;
  /** Name of the stage, as `use:` gives it. */
  readonly use: string;
  /** Identifiers of the stages that it needs. */
  readonly needs: readonly string[];
  /** Number of instances. */
  readonly instances: number;
}

/** Argument of `run`. */
export interface StageContext<P, C = unknown> {
  /** Parsed parameters. */
  readonly params: P;
  /** What the declaration's `choices` gave for them, as plain JSON; undefined without. */
  readonly choices: C;
  /**
   * The module of a role of the declaration's `parts`, with its exports as properties; throws if there is no such role.
   */
  part<T = Readonly<Record<string, unknown>>>(role: string): Promise<T>;
  /** Path of a single input; throws if the input is not declared or not wired. */
  input(name: string): string;
  /** Members of a gathered input, ordered by instance name; empty if it is not wired. */
  members(name: string): readonly Member[];
  /** True if an optional input is wired. */
  has(name: string): boolean;
  /** Path to which a declared output must be written. */
  output(name: string): string;
  /** Folder of this action key, which survives if the process is killed. */
  readonly checkpoint: string;
  /** Reports progress; cheap to call often. */
  progress(progress: Progress): void;
  /** Writes one line to the log of the instance. */
  log(line: string): void;
  /** Records a number about this execution, such as seconds of waiting, in the journal. It is no part of the result. */
  measure(name: string, value: number): void;
  /** Aborted on Ctrl-C or timeout: save a checkpoint and stop. */
  readonly signal: AbortSignal;
  /** The folded DAG if the definition says `graph: true`, and else empty. */
  readonly graph: readonly FoldedStage[];
  /** All instances that the inputs descend from, each after those that it needs, if the definition says `graph: true`. */
  readonly lineage?: readonly Ancestor[];
  /** Trials and decisions of the sweep (`tune:`), if there is one and the definition says `graph: true`. */
  readonly sweep?: SweepPlan;
}

/**
 * Native software that a stage needs beyond its module graph, such as the tensor library. It is the export `toolchain`
 * of a module `toolchain.ts` beside `stage.ts`, whose code does not enter the stage's key: only `identify()` does.
 */
export interface Toolchain {
  /** Short name, such as `tensorflow`. */
  readonly name: string;
  /** True if its stages compute on a GPU where there is one: they ask for one if the pipeline file does not say. */
  readonly usesGpu?: boolean;
  /** Identity that enters the action key, such as `{ version: "2.21.0", device: "cpu" }`; must be cheap. */
  identify(
    request: ToolchainRequest,
  ): Promise<Readonly<Record<string, string>>>;
  /**
   * Prepares the software, which may download it; called once for stages with GPUs and once for those without, before
   * the first that needs it.
   */
  prepare(
    report: (progress: Progress) => void,
    request: ToolchainRequest,
  ): Promise<ToolchainGrant>;
}

/** Rights of a stage process for its toolchain. */
export interface ToolchainGrant {
  /** Environment variables to set in the stage process. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths that it may read. */
  readonly read: readonly string[];
  /** Libraries that it may load. */
  readonly ffi: readonly string[];
}

/** Permissions of a stage process beyond its inputs, outputs and checkpoint folder. */
export interface StagePermissions {
  /** Hosts that it may connect to; `true` for any. */
  readonly net?: true | readonly string[];
  /** Programs that it may run. */
  readonly run?: readonly string[];
  /** Environment variables that it may read; their values enter the action key. */
  readonly env?: readonly string[];
  /**
   * Environment variables that it may read whose values cannot change its output, such as proxies and cache folders.
   * `true` for a library that lists the environment when it is loaded; the process gets no further variable by it.
   */
  readonly envUnkeyed?: true | readonly string[];
  /** Kinds of system information that it may query (`Deno.permissions` "sys"). */
  readonly sys?: readonly string[];
  /** Native libraries that it may load; `true` for any. */
  readonly ffi?: true | readonly string[];
  /** Files and folders outside the cache that it may read. They are not keyed: name them in `outside` too. */
  readonly read?: readonly string[];
}

/** Resources of one instance. */
export interface Resources {
  /** CPU cores that it uses; default 1. */
  readonly cpus?: number;
  /** Memory in MiB; default 512. */
  readonly memory?: number;
  /** GPUs for its exclusive use; it sees no other. Default 0, or 1 on a machine with GPUs if its toolchain uses them. */
  readonly gpus?: number;
  /** Only in declarations: devices that it divides its work over; as many GPUs if it gets any. */
  readonly devices?: number;
  /** Hint for the message when the machine is too small, such as `a smaller batch (64) needs less memory`. */
  readonly advice?: string;
}

/** A schema of parameters; every zod schema is one. */
export interface ParamsSchema<P> {
  /** Checks a value and fills in defaults; throws on a mistake. */
  parse(value: unknown): P;
  /** Checks a value and fills in defaults. */
  safeParse(value: unknown):
    | { readonly success: true; readonly data: P }
    | {
      readonly success: false;
      readonly error: { readonly issues: readonly ParamsIssue[] };
    };
}

/** A stage: typed parameters, typed artifacts and the work. */
export interface StageDefinition<P> {
  /** Name used by `use:`. */
  readonly name: string;
  /** One line for `--help` and error messages. */
  readonly description: string;
  /** Schema of the parameters (`with:`), made with zod. */
  readonly params: ParamsSchema<P>;
  /** Declared inputs by name. */
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Declared outputs by name. */
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  /** Resources, which may depend on the parameters and on what users' modules export. */
  readonly resources?: (params: P, loaded: LoadedParts) => Resources;
  /** Permissions of the process, which may depend on the parameters and on what users' modules export. */
  readonly permissions?:
    | StagePermissions
    | ((params: P, loaded: LoadedParts) => StagePermissions);
  /** Files and folders of the user that parameters, or users' modules, name and identify by digests. */
  readonly outside?: ListedOutside<P>;
  /** Native software, if it is declared here instead of in `toolchain.ts`; its code then enters the key. */
  readonly toolchain?: Toolchain;
  /**
   * Modules that the parameters choose, by role: the `file:` URL of a built-in one, or the path of a user's own as in the
   * pipeline file. The key holds the code of each. With users' modules it is called again, and they may choose more.
   */
  readonly parts?: (
    params: P,
    loaded: LoadedParts,
  ) => Readonly<Record<string, string>>;
  /**
   * Modules that the parameters choose for readers of the outputs, by role, as in `parts`. Neither the key nor the
   * process has them: what it needs of them, `choices` has to give.
   */
  readonly offers?: (
    params: P,
    loaded: LoadedParts,
  ) => Readonly<Record<string, string>>;
  /** Roles of further parts, which the stage that makes an input offers, each with the name of the input. */
  readonly takes?: Readonly<Record<string, string>>;
  /** What a user's module of a role has to export; undefined for a role that takes none. */
  readonly partShape?: (role: string) => PartShape | undefined;
  /**
   * What parameters choose in registries, such as a space's candidates: JSON that is keyed in place of the registries.
   * Like `run`, it finds the name of a user's module where the pipeline file has its path.
   */
  readonly choices?: (params: P, loaded: LoadedParts) => unknown;
  /** True if `run` needs the folded DAG and the names and parameters of what its inputs descend from; they enter the key. */
  readonly graph?: boolean;
  /**
   * A parameter, such as `epochs`, of which a run with a larger value may begin at the last checkpoint of one with a
   * smaller value. The result must be that of a run from the beginning: no schedule may depend on the value.
   */
  readonly continues?: string;
  /** Does the work; its result is what it writes to its outputs. */
  readonly run?: (context: StageContext<P>) => Promise<void>;
  /** In place of `run`: URL of the module that exports it. The process imports it alone, and the key covers it alone. */
  readonly module?: string;
}

/**
 * Declares a stage, with either `run` or `module`. A stage module exports the result as its default.
 *
 * @example A stage that writes one file
 * ```ts
 * import { defineStage } from "./stage.ts";
 * import { z } from "zod";
 *
 * export default defineStage({
 *   name: "greet",
 *   description: "writes a greeting",
 *   params: z.strictObject({ who: z.string() }),
 *   inputs: {},
 *   outputs: { text: { kind: "text", path: "greeting.txt" } },
 *   run: async ({ params, output }) => {
 *     await Deno.writeTextFile(output("text"), `hello ${params.who}\n`);
 *   },
 * });
 * ```
 */
export function defineStage<P>(
  definition: StageDefinition<P>,
): StageDefinition<P> {
  return definition;
}
