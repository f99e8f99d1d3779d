import { type Composition, DARTS_COMPOSITION } from "./composition.ts";

/** A search method as a value. */
export interface SearchMethod extends Composition {
  /** Name in pipeline files. */
  readonly name: string;
}

/** Weight decays and drop-path probabilities from which R-DARTS takes the search that validates best. */
export const PUBLISHED_STRENGTHS = {
  "weight-decay": [3e-4, 9e-4, 27e-4, 81e-4, 243e-4],
  "drop-path": [0, 0.2, 0.4, 0.6],
} as const;

/** Search methods by name, each as its difference from DARTS. */
export const COMPOSITIONS = {
  "darts": {},
  "sdarts-rs": { perturbation: "random" },
  "sdarts-adv": { perturbation: "adversarial" },
  "darts-es": { regulariser: "early-stop" },
  "darts-ada": { regulariser: "adaptive" },
  "r-darts-l2": { regulariser: "weight-decay" },
  "r-darts-dp": { regulariser: "drop-path" },
  "pc-darts": { mixture: "partial" },
  "pc-darts-rs": { mixture: "partial", perturbation: "random" },
  "pc-darts-adv": { mixture: "partial", perturbation: "adversarial" },
  "p-darts": { mixture: "progressive" },
  "p-darts-rs": { mixture: "progressive", perturbation: "random" },
  "p-darts-adv": { mixture: "progressive", perturbation: "adversarial" },
  "darts-pt": { selection: "perturbation" },
  "fairdarts": {
    relaxation: "sigmoid",
    alphaLoss: "zero-one",
    selection: "threshold",
  },
  "drnas": { sampling: "dirichlet" },
  "gdas": { sampling: "gumbel" },
  "beta-darts": { alphaLoss: "beta-decay" },
  "darts-minus": { auxiliarySkip: "linear" },
  "darts-minus-rs": { auxiliarySkip: "linear", perturbation: "random" },
  "darts-minus-adv": { auxiliarySkip: "linear", perturbation: "adversarial" },
  "oles": { regulariser: "operation-stop" },
  "rsps": { sampling: "uniform" },
  "sdarts-rs-pt": { perturbation: "random", selection: "perturbation" },
} as const satisfies Readonly<Record<string, Partial<Composition>>>;

/** Name of a search method. */
export type MethodName = keyof typeof COMPOSITIONS;

/** Names of all search methods. */
export const METHOD_NAMES = Object.keys(COMPOSITIONS) as MethodName[];

/** Search methods by name. */
export const METHODS = Object.fromEntries(
  METHOD_NAMES.map((
    name,
  ) => [name, { name, ...DARTS_COMPOSITION, ...COMPOSITIONS[name] }]),
) as Readonly<Record<MethodName, SearchMethod>>;

/**
 * A method that a pipeline file composes. It is named by the parts in which it differs from DARTS, such as
 * `gaussian+early-stop`.
 */
export function composedMethod(
  parts: { readonly [K in keyof Composition]?: Composition[K] | undefined },
): SearchMethod {
  const composition = Object.fromEntries(
    Object.entries(DARTS_COMPOSITION).map(([part, usual]) => [
      part,
      parts[part as keyof Composition] ?? usual,
    ]),
  ) as unknown as Composition;
  const own = (Object.keys(composition) as (keyof Composition)[])
    .filter((part) => composition[part] !== DARTS_COMPOSITION[part])
    .map((part) => composition[part]);
  return { name: own.join("+") || "darts", ...composition };
}
