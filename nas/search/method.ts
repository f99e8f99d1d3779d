import type { Relaxation } from "../space/edge_space.ts";

/**
 * How candidates are mixed and which: all of them on all channels; on a part of the channels with weights of edges; or,
 * from search to search of growing depth, fewer of them.
 */
export type Mixture = Relaxation | "progressive";

/**
 * What chooses the architecture in the end: the strength of its mixture weights, or what the supernet misses most
 * without it, one decision after the other.
 */
export type Selection = "strength" | "perturbation";

/** How mixture weights are perturbed before a weight step (method.md section 4). */
export type Perturbation = "none" | "random" | "adversarial";

/**
 * What keeps the curvature of a search down (method.md section 4): nothing; where it grows, the search ends and gives the
 * architecture of an earlier epoch, or returns to that epoch and goes on with more weight decay; more weight decay, or
 * dropped paths, from the start.
 */
export type Regulariser =
  | "none"
  | "early-stop"
  | "adaptive"
  | "weight-decay"
  | "drop-path";

/**
 * The strengths among which R-DARTS takes the best search by validation: weight decay, and probability of dropping a
 * path.
 */
export const PUBLISHED_STRENGTHS = {
  "weight-decay": [3e-4, 9e-4, 27e-4, 81e-4, 243e-4],
  "drop-path": [0, 0.2, 0.4, 0.6],
} as const;

/** What a search method is composed of. */
export interface Composition {
  /** Perturbation of the mixture weights. */
  readonly perturbation: Perturbation;
  /** What keeps the curvature down. */
  readonly regulariser: Regulariser;
  /** How candidates are mixed. */
  readonly relaxation: Mixture;
  /** What chooses the architecture. */
  readonly selection: Selection;
}

/** A search method as a value. */
export interface SearchMethod extends Composition {
  /** Name in pipeline files. */
  readonly name: string;
}

const DARTS: Composition = {
  perturbation: "none",
  regulariser: "none",
  relaxation: "full",
  selection: "strength",
};

/** Search methods by name, each as its difference from DARTS: adding one is one line. */
export const COMPOSITIONS = {
  "darts": {},
  "sdarts-rs": { perturbation: "random" },
  "sdarts-adv": { perturbation: "adversarial" },
  "darts-es": { regulariser: "early-stop" },
  "darts-ada": { regulariser: "adaptive" },
  "r-darts-l2": { regulariser: "weight-decay" },
  "r-darts-dp": { regulariser: "drop-path" },
  "pc-darts": { relaxation: "partial" },
  "pc-darts-rs": { relaxation: "partial", perturbation: "random" },
  "pc-darts-adv": { relaxation: "partial", perturbation: "adversarial" },
  "p-darts": { relaxation: "progressive" },
  "p-darts-rs": { relaxation: "progressive", perturbation: "random" },
  "p-darts-adv": { relaxation: "progressive", perturbation: "adversarial" },
  "darts-pt": { selection: "perturbation" },
  "sdarts-rs-pt": { perturbation: "random", selection: "perturbation" },
} as const satisfies Readonly<Record<string, Partial<Composition>>>;

/** Name of a search method. */
export type MethodName = keyof typeof COMPOSITIONS;

/** Names of all search methods. */
export const METHOD_NAMES = Object.keys(COMPOSITIONS) as MethodName[];

/** Search methods by name. */
export const METHODS = Object.fromEntries(
  METHOD_NAMES.map((name) => [name, { name, ...DARTS, ...COMPOSITIONS[name] }]),
) as Readonly<Record<MethodName, SearchMethod>>;

/** True for methods that act on the curvature that they measure. */
export function watchesCurvature(
  { regulariser }: Pick<SearchMethod, "regulariser">,
): boolean {
  return regulariser === "early-stop" || regulariser === "adaptive";
}

/** The method of that name, as files of results hold it; undefined where there is none. */
export function methodNamed(name: string): SearchMethod | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name as MethodName] : undefined;
}
