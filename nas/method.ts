/** How mixture weights are perturbed before a weight step (method.md section 4). */
export type Perturbation = "none" | "random" | "adversarial";

/** A search method as a value. */
export interface SearchMethod {
  /** Name in pipeline files. */
  readonly name: string;
  /** Perturbation of the mixture weights. */
  readonly perturbation: Perturbation;
  /** True where growing curvature ends the search early (method.md section 4, "RD early stop"). */
  readonly earlyStop?: boolean;
}

/** Search methods by name: adding one is one line. */
export const METHODS = {
  "darts": { name: "darts", perturbation: "none" },
  "sdarts-rs": { name: "sdarts-rs", perturbation: "random" },
  "sdarts-adv": { name: "sdarts-adv", perturbation: "adversarial" },
  "darts-es": { name: "darts-es", perturbation: "none", earlyStop: true },
} as const satisfies Readonly<Record<string, SearchMethod>>;

/** Name of a search method. */
export type MethodName = keyof typeof METHODS;

/** Names of all search methods. */
export const METHOD_NAMES = Object.keys(METHODS) as MethodName[];
