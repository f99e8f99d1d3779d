/**
 * The contract between the DAG engine and a stage.
 *
 * @module
 */
/** Kind of an artifact: wiring is checked by it when the pipeline file is read. */
export type Kind = string;

/** One declared input: a single artifact of a kind, or all of a fanned-out stage (`"search[*]"`). */
export interface InputSpec {
  /** Kind of artifact that is accepted. */
  readonly kind: Kind;
  /** True when the input gathers every instance of a fanned-out stage. */
  readonly many?: boolean;
  /** True when the pipeline file may leave the input out. */
  readonly optional?: boolean;
}

/** One declared output: a file or a folder inside the stage's output folder. */
export interface OutputSpec {
  /** Kind of artifact that is produced. */
  readonly kind: Kind;
  /** Name inside the output folder, such as `alphas.json` or `supernet`. */
  readonly path: string;
  /** True for a short text file, such as a table, that is printed at the end of a run when it is published. */
  readonly show?: boolean;
}

/** Coordinates of an instance on the matrix axes, such as `{ method: "darts", seed: 0 }`. */
export type Point = Readonly<Record<string, string | number | boolean>>;

/** One member of a gathered (`many`) input. */
export interface Member {
  /** Where the artifact lies; read-only. */
  readonly path: string;
  /** Coordinates of the instance that made it. */
  readonly point: Point;
}

/** What a stage reports while it works. */
export interface Progress {
  /** Work done so far, in `unit`s. */
  readonly done: number;
  /** Work in all. */
  readonly total: number;
  /** Unit of work, such as `step` or `byte`. */
  readonly unit: string;
  /** Short text beside the bar, such as `epoch 3/8 val acc 0.41`. */
  readonly note?: string;
  /** What was measured last, for live curves; call it what the outputs call it. */
  readonly metrics?: StepMetrics;
}

/** Numbers measured at one step of a curve. */
export interface StepMetrics {
  /** Index of the step from 0: the epoch, say. */
  readonly step: number;
  /** Numbers by name. */
  readonly values: Readonly<Record<string, number>>;
}

/** A stage of the DAG with its dependencies, folded over the matrix. */
export interface FoldedStage {
  /** Identifier in the pipeline file. */
  readonly id: string;
  /** Stage that runs. */
  readonly use: string;
  /** Identifiers of the stages it needs. */
  readonly needs: readonly string[];
  /** How many instances it fans out into. */
  readonly instances: number;
}

/** What `run` is given. */
export interface StageContext<P> {
  /** Parsed parameters. */
  readonly params: P;
  /** Path of a single input; throws when the input was not declared or not wired. */
  input(name: string): string;
  /** Members of a gathered input, ordered by instance name; empty when it was not wired. */
  members(name: string): readonly Member[];
  /** True when an optional input was wired. */
  has(name: string): boolean;
  /** Path at which a declared output must be written. */
  output(name: string): string;
  /** Folder that survives a killed process and belongs to this action key alone. */
  readonly checkpoint: string;
  /** Reports progress; cheap to call often. */
  progress(progress: Progress): void;
  /** One line for the user's log. */
  log(line: string): void;
  /**
   * A number about this execution, such as the share of time spent waiting. It goes to the journal, never into a result,
   * which must be the same on every machine.
   */
  measure(name: string, value: number): void;
  /** Aborted on Ctrl-C or time-out: checkpoint and stop. */
  readonly signal: AbortSignal;
  /** The folded DAG; only where the definition says `graph: true`. */
  readonly graph: readonly FoldedStage[];
}

/**
 * Native software that a stage needs beyond its module graph, such as the tensor library. It is the export `toolchain`
 * of a module `toolchain.ts` beside `stage.ts`, whose code does not enter the stage's key: only `identify()` does.
 */
export interface Toolchain {
  /** Short name, such as `tensorflow`. */
  readonly name: string;
  /** Identity that enters the action key, such as `{ version: "2.21.0", device: "cpu" }`; must be cheap. */
  identify(): Promise<Readonly<Record<string, string>>>;
  /** Makes it ready (may download); called once before the first stage that needs it runs. */
  prepare(
    report: (progress: Progress) => void,
  ): Promise<ToolchainGrant>;
}

/** What a stage process is granted for its toolchain. */
export interface ToolchainGrant {
  /** Environment variables to set in the stage process. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths it may read. */
  readonly read: readonly string[];
  /** Libraries it may open. */
  readonly ffi: readonly string[];
}

/** Permissions of a stage process beyond its inputs, outputs and checkpoint folder. */
export interface StagePermissions {
  /** Hosts it may reach; `true` for any. */
  readonly net?: true | readonly string[];
  /** Programs it may run. */
  readonly run?: readonly string[];
  /** Environment variables it may see; their values enter the action key. */
  readonly env?: readonly string[];
  /**
   * Environment variables it may see whose values cannot change its output, such as proxies and cache folders. `true`
   * for a library that lists the environment when it is loaded: the process is given no further variable for it.
   */
  readonly envUnkeyed?: true | readonly string[];
  /** Kinds of system information it may ask for (`Deno.permissions` "sys"). */
  readonly sys?: readonly string[];
  /** Native libraries it may open; `true` for any. */
  readonly ffi?: true | readonly string[];
  /**
   * Files and folders outside the cache that it may read. Their content does not enter the action key, so the stage
   * has to compare it with a digest that its parameters give.
   */
  readonly read?: readonly string[];
}

/** Resources of one instance. */
export interface Resources {
  /** CPU cores it keeps busy; default 1. */
  readonly cpus?: number;
  /** Memory in MiB; default 512. */
  readonly memory?: number;
  /** GPUs that it has for itself; default 0. */
  readonly gpus?: number;
  /** Hint for the message when the machine is too small, such as `a smaller batch (64) needs less memory`. */
  readonly advice?: string;
}

/** What one instance is expected to cost. */
export interface Estimate {
  /** Seconds of work on this machine. */
  readonly seconds: number;
  /** The same in another unit that people count in, such as 0.4 `GPU-days`. */
  readonly equivalent?: { readonly amount: number; readonly unit: string };
  /** What the figure rests on, such as `782 steps x 50 epochs, 1.9 s a step as measured on 2 cores`. */
  readonly basis: string;
}

/**
 * Estimates the cost of an instance from its parameters and what it builds on, for `plan`. It is the export `estimate`
 * of a module `estimate.ts` beside `stage.ts`: apart from the stage, whose key must not change with it.
 *
 * @returns The cost; undefined where it is small or not known yet.
 */
export type EstimateCost<P> = (
  params: P,
  inputs: Upstream["inputs"],
) => Estimate | undefined;

/** Where an input comes from, for an estimate. */
export interface Upstream {
  /** Name of the stage that makes it. */
  readonly stage: string;
  /** Its parsed parameters. */
  readonly params: unknown;
  /** Its own inputs by name; the first member of a gathered one. */
  readonly inputs: Readonly<Record<string, Upstream>>;
}

/** What is wrong with one parameter. */
export interface ParamsIssue {
  /** Keys and indices that lead to it. */
  readonly path: readonly PropertyKey[];
  /** What was expected. */
  readonly message: string;
}

/** A schema of parameters; every zod schema is one. */
export interface ParamsSchema<P> {
  /** Checks a value and fills in defaults; throws what is wrong. */
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
  /** Resources, which may depend on the parameters. */
  readonly resources?: (params: P) => Resources;
  /** Permissions of the process, which may depend on the parameters. */
  readonly permissions?: StagePermissions | ((params: P) => StagePermissions);
  /** Native software it needs, where it is declared here instead of in `toolchain.ts`: its code then enters the key. */
  readonly toolchain?: Toolchain;
  /** True when `run` wants the folded DAG, which then enters the key. */
  readonly graph?: boolean;
  /** Does the work: what counts is what it wrote to its outputs. */
  readonly run: (context: StageContext<P>) => Promise<void>;
}

/**
 * Declares a stage. A stage module exports the result as its default.
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
