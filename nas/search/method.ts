import type { Relaxation } from "../space/edge_space.ts";

/**
 * How candidates are mixed: `full` on all channels; `partial` on some channels, with weights of edges; `progressive` in
 * searches of growing depth, each with fewer candidates than the one before.
 */
export type Mixture = Relaxation | "progressive";

/**
 * How the architecture is chosen at the end: by `strength` of the mixture weights, or by `perturbation`, one decision
 * after the other for the candidate without which the supernet loses most.
 */
export type ArchitectureSelection = "strength" | "perturbation";

/** How mixture weights are perturbed before a weight step (docs/method.md section 4). */
export type Perturbation = "none" | "random" | "adversarial";

/**
 * How the curvature of a search is limited (docs/method.md section 4): not at all (`none`); `early-stop` ends the
 * search where the curvature grows and gives the architecture of an earlier epoch; `adaptive` returns to that epoch and
 * continues with more weight decay; `weight-decay` and `drop-path` apply from the start.
 */
export type Regulariser =
  | "none"
  | "early-stop"
  | "adaptive"
  | "weight-decay"
  | "drop-path";

/** Weight decays and drop-path probabilities from which R-DARTS takes the search that validates best. */
export const PUBLISHED_STRENGTHS = {
  "weight-decay": [3e-4, 9e-4, 27e-4, 81e-4, 243e-4],
  "drop-path": [0, 0.2, 0.4, 0.6],
} as const;

/** Parts of a search method. */
export interface Composition {
  /** Perturbation of the mixture weights. */
  readonly perturbation: Perturbation;
  /** Limit on the curvature. */
  readonly regulariser: Regulariser;
  /** How candidates are mixed. */
  readonly relaxation: Mixture;
  /** Choice of the architecture. */
  readonly selection: ArchitectureSelection;
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

/** Search methods by name, each as its difference from DARTS. */
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

/** The method of a name that was read from a file; undefined for an unknown one. */
export function methodNamed(name: string): SearchMethod | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name as MethodName] : undefined;
}
