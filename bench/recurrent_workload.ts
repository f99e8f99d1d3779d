import { PUBLISHED_RECURRENT } from "../nas/recurrent/published_recurrent.ts";
import type { RecurrentGenotype } from "../nas/recurrent/recurrent_genotype.ts";

/** Timed steps: those of a search as in `STEPS`, and the weight step of a derived cell. */
export const RECURRENT_STEPS = [
  "weight",
  "alpha",
  "rs",
  "adv",
  "retrain",
] as const;

/** Name of a step. */
export type RecurrentStep = typeof RECURRENT_STEPS[number];

/** Steps to time, and the sizes of their language model. */
export interface RecurrentWorkload {
  readonly words: number;
  readonly units: number;
  readonly batch: number;
  readonly length: number;
  readonly nodes: number;
  /** Derived cell. */
  readonly cell: RecurrentGenotype["recurrent"];
  readonly steps: readonly RecurrentStep[];
  /** Runs of each step after one that does not count. */
  readonly repeats: number;
}

/** Sizes that two cores time within minutes; published are 10,000 words, 300 and 850 units. */
export const RECURRENT_SIZES = {
  words: 1_000,
  units: 64,
  batch: 32,
  length: 20,
  nodes: 8,
  cell: PUBLISHED_RECURRENT["darts-v2-ptb"].genotype.recurrent,
} as const;
