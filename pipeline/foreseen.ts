/**
 * What is known of an instance before it runs.
 *
 * @module
 */
import type { Point } from "./lineage.ts";
import type { LoadedParts } from "./part.ts";

/** Expected cost of one instance. */
export interface Estimate {
  /** Seconds of work on this machine. */
  readonly seconds: number;
  /** The cost in another unit, such as 0.4 `GPU-days`. */
  readonly equivalent?: { readonly amount: number; readonly unit: string };
  /** Basis of the estimate, such as `782 steps x 50 epochs, 1.9 s a step as measured on 2 cores`. */
  readonly basis: string;
}

/**
 * Estimates the cost of an instance from its parameters and what is known of its inputs, for `plan`. It is the export
 * `estimate` of a module `estimate.ts` beside `stage.ts`, because the key of the stage must not change with it.
 *
 * @returns The cost; undefined if it is small or not known yet.
 */
export type EstimateCost<P> = (
  params: P,
  inputs: KnownInputs,
  once?: Once,
) => Estimate | undefined;

/** Computes what the estimates of a plan share, such as the size of a network, once for equal keys. */
export type Once = <T>(key: unknown, compute: () => T) => T;

/** What is known of a wired artifact before it is made. */
export interface KnownMember {
  /** Coordinates of the instance that will produce it. */
  readonly point: Point;
  /** Its facts, as the stage that produces it declares them; undefined if it declares none. */
  readonly facts: unknown;
}

/** What is known of the inputs of an instance before it runs, under the names of `StageContext`. */
export interface KnownInputs {
  /** Facts about a single input; undefined if it is not wired or nothing is known. */
  input(name: string): unknown;
  /** Members of a gathered input, ordered by instance name; empty if it is not wired. */
  members(name: string): readonly KnownMember[];
  /** True if an input is wired. */
  has(name: string): boolean;
  /** What users' modules of the instance's parts export, by role. */
  readonly parts?: LoadedParts;
  /** `file:` URLs of those modules, by role: facts may hand them on to the `parts` of later stages. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** A contradiction that is known before anything runs: in a parameter, or in the input of a name. */
export type Complaint = ParamsIssue | {
  readonly input: string;
  readonly message: string;
};

/** What a stage knows before it runs. */
export interface Foreseen {
  /** Facts about its outputs by name, such as a number of images. Only stages know what they mean. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /**
   * Modules by role, as `file:` URLs, where the inputs tell more than the parameters. They take the place of all built-in
   * ones of their kind that the declaration's `parts` gives: of roles that begin alike up to a `/`.
   */
  readonly parts?: Readonly<Record<string, string>>;
  /** Memory in MiB, and what needs less, where the inputs tell more than the parameters. They take the place of the declared ones. */
  readonly resources?:
    | { readonly memory: number; readonly advice: string }
    | undefined;
  /** Contradictions, which are reported with their place in the pipeline file before anything runs. */
  readonly complaints?: readonly Complaint[];
}

/**
 * Tells what is known of an instance before it runs: facts about its outputs, and complaints of parameters that the
 * facts about its inputs contradict. It is the export `facts` of a module `facts.ts` beside `stage.ts`. It is called for
 * every instance by every command: a few comparisons, no file. `run` still checks all, as facts may be missing.
 */
export type ForeseeFacts<P> = (params: P, inputs: KnownInputs) => Foreseen;

/** A mistake in one parameter. */
export interface ParamsIssue {
  /** Keys and indices that lead to the value. */
  readonly path: readonly PropertyKey[];
  /** Description of the mistake. */
  readonly message: string;
}
