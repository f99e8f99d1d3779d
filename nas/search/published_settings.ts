import type { Mixture } from "./composition.ts";

/**
 * First epochs of the published searches in which only the weights are trained: none, PC-DARTS, each stage of P-DARTS.
 */
export const WARMUPS: Readonly<Record<Mixture, number>> = {
  full: 0,
  partial: 15,
  progressive: 10,
};

/**
 * Order of the alpha gradient: `none` for the first order; for the second, the mixed derivative by `difference`
 * (published) or `exact`.
 */
export const UNROLLINGS = ["none", "difference", "exact"] as const;

export type Unrolling = typeof UNROLLINGS[number];

/** Criteria by which a projection scores the supernet with some candidates masked; published: accuracy. */
export const CRITERIA = ["accuracy", "loss"] as const;

export type Criterion = typeof CRITERIA[number];

/** How the architecture of an epoch is chosen among those that are drawn. */
export interface CandidateOptions {
  /** How many are drawn; published: 100. */
  readonly count: number;
  /** Batches of validation images that each is measured on, the same for all. */
  readonly batches: number;
}

/** Published values of {@linkcode CandidateOptions}, of NAS-Bench-201. */
export const PUBLISHED_CANDIDATES: CandidateOptions = {
  count: 100,
  batches: 1,
};
