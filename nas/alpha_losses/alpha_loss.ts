import type { Tensor } from "../../engine/tensor.ts";

/** Inputs of the loss of an alpha step. */
export interface AlphaLossInputs {
  /** Logits of the validation batch in training mode, [batch, classes]. */
  readonly logits: Tensor;
  /** Its labels, int32 [batch]. */
  readonly labels: Tensor;
  /** Raw alphas of each matrix, [edges, operations]. */
  readonly alphas: readonly Tensor[];
  /** Unperturbed mixture weights of each matrix, [edges, operations]. */
  readonly mixtures: readonly Tensor[];
  /** What `weight` of the loss gives in this epoch, scalar; 1 without it. */
  readonly weight: Tensor;
}

/**
 * The loss that alpha steps descend (docs/method.md section 4). The curvature that is measured stays that of the cross
 * entropy. A module that a method names exports it as `alphaLoss`.
 */
export interface AlphaLoss {
  /** Name in results. */
  readonly name: string;
  /**
   * A number that depends on the epoch (from 0) alone, such as the weight of a term that grows, so that a resumed search
   * computes with the same number. The stage `project` counts the epochs of its own training.
   */
  readonly weight?: (epoch: number) => number;
  /**
   * The loss, a scalar, differentiable in the alphas and, for steps of second order, in the weights behind the logits. It
   * is compiled: the numbers of tensors cannot be read in it.
   */
  readonly loss: (inputs: AlphaLossInputs) => Tensor;
}
