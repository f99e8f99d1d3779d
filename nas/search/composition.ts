import { EDGE_MIXTURES } from "../space/edge_space.ts";

/**
 * How candidates are mixed: `full` on all channels; `partial` on some channels, with weights of edges; `progressive` in
 * searches of growing depth, each with fewer candidates than the one before.
 */
export const MIXTURES = [...EDGE_MIXTURES, "progressive"] as const;

/** One of {@linkcode MIXTURES}. */
export type Mixture = typeof MIXTURES[number];

/**
 * How the architecture is chosen at the end: by `strength` of the mixture weights; by a `threshold` that they reach, among
 * the two strongest edges of a node, or among all edges (`threshold-edges`); or by `perturbation`, one decision after the
 * other for the candidate without which the supernet loses most.
 */
export const SELECTIONS = [
  "strength",
  "threshold",
  "threshold-edges",
  "perturbation",
] as const;

/** One of {@linkcode SELECTIONS}. */
export type ArchitectureSelection = typeof SELECTIONS[number];

/** Parts of a search method. */
export interface Composition {
  /** Name of the perturbation of mixture weights before a weight step. */
  readonly perturbation: string;
  /**
   * Name of what limits the curvature (docs/method.md section 4): nothing (`none`); `early-stop` ends the search where
   * the curvature grows and gives the architecture of an earlier epoch; `adaptive` returns to that epoch and continues
   * with more weight decay; `weight-decay` and `drop-path` apply from the start.
   */
  readonly regulariser: string;
  /** How candidates are mixed. */
  readonly mixture: Mixture;
  /** Name of what makes mixture weights of alphas. */
  readonly relaxation: string;
  /** Choice of the architecture. */
  readonly selection: ArchitectureSelection;
  /** Name of the loss that alpha steps descend. */
  readonly alphaLoss: string;
  /** Name of what takes the place of the relaxation in training steps. */
  readonly sampling: string;
  /** Name of the skip beside the candidates of every edge, which no cell derives. */
  readonly auxiliarySkip: string;
}

/** Parts of DARTS, from which the other methods differ. */
export const DARTS_COMPOSITION: Composition = {
  perturbation: "none",
  regulariser: "none",
  mixture: "full",
  relaxation: "softmax",
  selection: "strength",
  alphaLoss: "cross-entropy",
  sampling: "none",
  auxiliarySkip: "none",
};
