import type { EarlyStop, Evaluation } from "../curvature/early_stop.ts";

/** What a regulariser makes of the curvature that is measured after epochs. It decides the same by the same numbers. */
export interface CurvatureRule {
  /** Epochs from one measurement to the next, unless the pipeline file has another number. */
  readonly every: number;
  /**
   * Says where the curvature has ended the search.
   *
   * @param evaluations Largest eigenvalues of the Hessian in the alphas so far, in order.
   * @param every Epochs from one to the next; one more follows the last epoch.
   * @returns The epoch of the decision and that whose architecture counts; undefined as long as there is none.
   */
  readonly stop: (
    evaluations: readonly Evaluation[],
    every: number,
  ) => EarlyStop | undefined;
  /** Epochs, from 0, after which it could not be decided, as an eigenvalue had not converged. */
  readonly undecided?: (
    evaluations: readonly Evaluation[],
    every: number,
  ) => number[];
  /** How a search that was stopped goes on from the epoch that counts; absent where it ends there. */
  readonly goOn?: {
    /** A larger weight decay of the weights; undefined once there is none, and the search then runs to its end. */
    readonly weightDecay: (now: number) => number | undefined;
    /**
     * Oldest epoch, from 0, that a decision after this epoch or a later one may return to. Of those since then, the search
     * keeps the state after each epoch that was measured, in its checkpoints too.
     */
    readonly oldest: (epoch: number, every: number) => number;
  };
}

/**
 * When the training of an operation of a supernet is stopped (OLES): its weights are frozen for good, without momentum
 * and weight decay, while alphas go on. Its score at an alpha step says how far the gradient of its weights in that
 * step agrees with their gradient in the weight step before: the mean cosine along output channels.
 */
export interface OperationStop {
  /** Scores after which it is decided, and a new window begins. */
  readonly window: number;
  /** Mean score below which an operation is stopped. */
  readonly threshold: number;
  /** Divisor of the sum of a window's scores; the window by default. */
  readonly divisor?: number;
  /**
   * True where the clipped gradient of the weight step is added to the gradient of the alpha step, as the published
   * code does.
   */
  readonly accumulates?: boolean;
}

/**
 * What limits a search: its curvature (docs/method.md section 4), or the training of its operations. A module that a
 * method names exports it as `regulariser`.
 */
export interface Regulariser {
  /** Name in results. */
  readonly name: string;
  /** What it makes of the curvature; absent where it does not look at it. */
  readonly watch?: CurvatureRule;
  /** When it stops the training of single operations; absent where it stops none. It excludes `watch`. */
  readonly stops?: OperationStop;
  /**
   * True where the architecture is that of the epoch with the best validation accuracy, the first of equal ones; not
   * beside `watch`.
   */
  readonly takesBest?: boolean;
}
