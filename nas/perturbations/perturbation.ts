import type { Tensor } from "../../engine/tensor.ts";
import type { BatchImages } from "../../common/non_finite.ts";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import type { RandomStream } from "../../engine/philox.ts";
import type { Statistics } from "../layers/statistics.ts";
import type { PassData } from "../training/batch.ts";
import type { ProgramPart } from "../training/programs.ts";

/** Tensors of a forward pass in evaluation mode. */
export interface PerturbedPass extends Omit<PassData, "y"> {
  /** All weights of the supernet, [parameters]. */
  readonly weights: Tensor;
  /** Running statistics of its normalisations. */
  readonly statistics: Statistics;
  /** Mixture weights of each matrix, [edges, operations]. */
  readonly mixtures: readonly Tensor[];
}

/** Shapes of the tensors of a search in evaluation mode, for programs. */
export interface PerturbedSpecs {
  /** One number. */
  readonly scalar: TensorSpec;
  /** All weights of the supernet, [parameters]. */
  readonly weights: TensorSpec;
  /** Running statistics of its normalisations. */
  readonly statistics: {
    readonly mean: TensorSpec;
    readonly variance: TensorSpec;
  };
  /** Alphas or mixture weights, matrix by matrix. */
  readonly matrices: readonly TensorSpec[];
  /** Images, labels and the seed of noise operations. */
  readonly data: PassData<TensorSpec>;
}

/** The supernet of a search, as a perturbation sees it, for one batch size. */
export interface PerturbedNetwork {
  /** Shapes of its tensors. */
  readonly specs: PerturbedSpecs;
  /** Logits in evaluation mode, [batch, classes]; differentiable in the mixture weights. */
  readonly logits: (pass: PerturbedPass) => Tensor;
  /** Compiles a program when it is first called; the caller owns its results. */
  readonly compile: <I, O extends object>(
    part: ProgramPart<I, O>,
  ) => (inputs: I) => O;
  /** Frees the memory that its programs hold for fixed inputs: the weight step needs it. */
  readonly forget: () => void;
}

/** What a perturbation may look at: the tensors of the coming weight step. It disposes none of them. */
export interface PerturbInputs {
  /** Unperturbed mixture weights of each matrix, [edges, operations]; rows sum to 1, but for `offSimplex`. */
  readonly mixtures: readonly Tensor[];
  /** All weights of the supernet, [parameters]. */
  readonly weights: Tensor;
  /** Running statistics, for evaluation mode. */
  readonly statistics: Statistics;
  /** Images of the training batch, [batch, size, size, 3]; in a language model words, int32 [length, batch]. */
  readonly x: Tensor;
  /** Their labels, int32 [batch]; in a language model the next words, int32 [length * batch]. */
  readonly y: Tensor;
  /** Hidden state before the first word, [batch, units]; in a language model alone. */
  readonly hidden?: Tensor | undefined;
  /** Factor of auxiliary skips, scalar, where the supernet has them: a pass takes it. */
  readonly skipFactor?: Tensor | undefined;
  /** Images of the batch, which messages name. */
  readonly images?: BatchImages;
  /** Seed of noise operations for the k-th forward pass of this step, int32 [2]; the caller disposes it. */
  readonly noiseSeed: (pass: number) => Tensor;
}

/** Radius, place and random numbers of one perturbation. */
export interface PerturbAt {
  /** Radius of this epoch, in units of a mixture weight. */
  readonly epsilon: number;
  /** Epoch, from 0. */
  readonly epoch: number;
  /** Step of the epoch, from 0. */
  readonly step: number;
  /** Random numbers for a matrix at this step: the same ones when a search is resumed. */
  readonly random: (matrix: number) => RandomStream;
  /**
   * Puts mixture weights back where the search has decided rows; takes them over. The result of a perturbation goes
   * through it in any case: it is for those that take several steps.
   */
  readonly settle: (mixtures: readonly Tensor[]) => readonly Tensor[];
}

/** Perturbed mixture weights. */
export interface Perturbed {
  /** One tensor for each matrix, of its shape; the search disposes them. */
  readonly mixtures: readonly Tensor[];
  /** What an attack did; absent where the perturbation looks at no loss. */
  readonly attack?: {
    /** Loss after the attack minus loss before it, before any fall-back. */
    readonly gain: number;
    /** True when the attack had lowered the loss and was undone. */
    readonly fellBack: boolean;
    /** Evaluation-mode losses: unperturbed, before each attack step, final. */
    readonly losses: readonly number[];
  };
}

/** Perturbs the mixture weights for one weight step; undefined leaves them as they are. */
export type PerturbStep = (
  inputs: PerturbInputs,
  at: PerturbAt,
) => Perturbed | undefined;

/**
 * How mixture weights are perturbed before each weight step of a search (docs/method.md section 4). A module that a
 * method names exports it as `perturbation`.
 */
export interface Perturbation {
  /** Name in results. */
  readonly name: string;
  /** Cost of one perturbation in weight steps, for estimates; default 0. */
  readonly cost?: number;
  /** True where rows of mixture weights need not sum to 1; without it, relaxations that give such rows are refused. */
  readonly offSimplex?: boolean;
  /** Prepares for a supernet and a batch size. */
  readonly prepare: (network: PerturbedNetwork) => PerturbStep;
}
