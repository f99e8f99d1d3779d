import type { AnyGenotype } from "../genotype/any_genotype.ts";
import type { AnySpace } from "../space/any_space.ts";
import type { ChoiceAlphas } from "../space/choice_alphas.ts";
import type { RandomStream } from "../../engine/philox.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { UndrawnGradient } from "../layers/drawn_edges.ts";

/** What the mixture weights of one training step are drawn with. */
export interface Draw {
  /**
   * Random numbers: one for each alpha, [edges, operations], or `perAlpha` of them, [perAlpha, edges, operations].
   */
  readonly noise: Tensor;
  /** Share of the epochs that are done, a scalar from 0 to less than 1: for temperatures that fall. */
  readonly progress: Tensor;
  /** The epoch over the last one, a scalar from 0 to 1; 0 where there is one epoch. */
  readonly ramp: Tensor;
}

/** The matrix that random numbers are drawn for. */
export interface DrawnMatrix {
  /** Operations of an edge. */
  readonly columns: number;
  /**
   * Raw alphas, row by row, for numbers whose distribution depends on them. They are read from the device, which waits
   * for the step before.
   */
  readonly alphas: () => ArrayLike<number>;
}

/** Mixture weights by the relaxation of the method. */
export interface NoSampling {
  /** Name in results. */
  readonly name: string;
  /** It gives no weights. */
  readonly weights?: undefined;
  /** It takes no random numbers. */
  readonly noise?: undefined;
  /** It draws no architectures. */
  readonly architecture?: undefined;
  /** All candidates are computed. */
  readonly undrawn?: undefined;
}

/** Mixture weights that follow from the alphas alone. */
export interface PlainSampling {
  /** Name in results. */
  readonly name: string;
  /**
   * Mixture weights of a matrix in training steps, [edges, operations], whose rows sum to 1, from its raw alphas. It is
   * compiled, and differentiated twice in searches of second order.
   */
  readonly weights: (alphas: Tensor) => Tensor;
  /** It takes no random numbers. */
  readonly noise?: undefined;
  /** It draws no architectures. */
  readonly architecture?: undefined;
  /** All candidates are computed. */
  readonly undrawn?: undefined;
}

/**
 * An architecture that is drawn for each weight step, whatever the alphas: they are not trained. After each epoch the
 * search takes the best of some that are drawn alike, and its alphas are those of that architecture.
 */
export interface ArchitectureSampling {
  /** Name in results. */
  readonly name: string;
  /** It gives no weights. */
  readonly weights?: undefined;
  /** It takes no random numbers. */
  readonly noise?: undefined;
  /**
   * Draws an architecture of a space; of choice blocks, alphas that select it. The seed is addressed by seed, epoch and
   * step, so that a resumed search draws the same ones.
   */
  readonly architecture: (
    space: AnySpace,
    seed: number,
  ) => AnyGenotype | ChoiceAlphas;
  /** The operations of the architecture alone are computed; no alphas have gradients. */
  readonly undrawn?: undefined;
}

/** Mixture weights that are drawn anew for each pass of a training step. */
export interface RandomSampling {
  /** Name in results. */
  readonly name: string;
  /**
   * Fills an array with random numbers, one for each alpha of a matrix, row by row; with `perAlpha`, the first number of
   * each alpha, then the second of each, and so on. The stream is addressed by seed, pass, matrix, epoch and step, so
   * that a resumed search draws the same ones, however many numbers are taken from it.
   */
  readonly noise: (
    numbers: Float32Array,
    random: RandomStream,
    matrix: DrawnMatrix,
  ) => void;
  /**
   * Given where rows of weights are one-hot: training steps compute only the candidates whose weight is 1, and their
   * weights and statistics alone change. It says what gradient the other mixture weights have: that of the sum of their
   * node (`node`), as published for GDAS, or `none`.
   */
  readonly undrawn?: UndrawnGradient;
  /** Numbers that each alpha takes; 1 by default. */
  readonly perAlpha?: number;
  /** Mixture weights as those of a {@linkcode PlainSampling}, from what was drawn too. */
  readonly weights: (alphas: Tensor, draw: Draw) => Tensor;
  /** It draws no architectures. */
  readonly architecture?: undefined;
}

/**
 * What takes the place of the relaxation in training steps: in alpha steps, and before the perturbation of weight steps.
 * A module that a method names exports it as `sampling`. Where edges have weights of their own (PC-DARTS), those of the
 * edges into a node are a matrix of one row.
 *
 * Validation, curvature and derivation read the alphas by the relaxation, whatever the sampling: the Hessian's columns
 * and the order of derived edges rest on it (docs/method.md section 4).
 */
export type Sampling =
  | NoSampling
  | PlainSampling
  | RandomSampling
  | ArchitectureSampling;
