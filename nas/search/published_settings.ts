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
