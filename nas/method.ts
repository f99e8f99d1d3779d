import type { Relaxation } from "./space.ts";

/** How mixture weights are perturbed before a weight step (method.md section 4). */
export type Perturbation = "none" | "random" | "adversarial";

/**
 * What acts on growing curvature: nothing; the search ends and gives the architecture of an earlier epoch; or it returns
 * to that epoch and goes on with more weight decay (method.md section 4).
 */
export type Regulariser = "none" | "early-stop" | "adaptive";

/** What a search method is composed of. */
export interface Composition {
  /** Perturbation of the mixture weights. */
  readonly perturbation: Perturbation;
  /** What acts on growing curvature. */
  readonly regulariser: Regulariser;
  /** How candidates are mixed. */
  readonly relaxation: Relaxation;
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
};

/** Search methods by name, each as its difference from DARTS: adding one is one line. */
const COMPOSITIONS = {
  "darts": {},
  "sdarts-rs": { perturbation: "random" },
  "sdarts-adv": { perturbation: "adversarial" },
  "darts-es": { regulariser: "early-stop" },
  "darts-ada": { regulariser: "adaptive" },
  "pc-darts": { relaxation: "partial" },
  "pc-darts-rs": { relaxation: "partial", perturbation: "random" },
  "pc-darts-adv": { relaxation: "partial", perturbation: "adversarial" },
} as const satisfies Readonly<Record<string, Partial<Composition>>>;

/** Name of a search method. */
export type MethodName = keyof typeof COMPOSITIONS;

/** Names of all search methods. */
export const METHOD_NAMES = Object.keys(COMPOSITIONS) as MethodName[];

/** Search methods by name. */
export const METHODS = Object.fromEntries(
  METHOD_NAMES.map((name) => [name, { name, ...DARTS, ...COMPOSITIONS[name] }]),
) as Readonly<Record<MethodName, SearchMethod>>;
