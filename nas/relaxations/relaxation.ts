import type { Tensor } from "../../engine/tensor.ts";

/**
 * How raw alphas become mixture weights wherever no sampling draws them: in training steps, in validation, in the curvature
 * that is measured, in what a supernet loses by discretisation, and in derivation. A module that a method names exports
 * it as `relaxation`.
 *
 * It works on each row of a matrix of alphas alone and treats all columns alike: a row is the candidates of an edge; the
 * edges into a node, where these have weights of their own (PC-DARTS); or the operations or the inputs of a choice block.
 *
 * @example Weights that need not compete
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import type { Relaxation } from "./relaxation.ts";
 *
 * export const relaxation: Relaxation = {
 *   name: "gated",
 *   weights: (alphas) => tf.sigmoid(alphas),
 *   row: (alphas) => alphas.map((alpha) => 1 / (1 + Math.exp(-alpha))),
 *   simplex: false,
 * };
 * ```
 */
export interface Relaxation {
  /** Name in results. */
  readonly name: string;
  /**
   * Mixture weights of a matrix, [rows, columns], from its raw alphas, of the same shape. It is compiled, and
   * differentiated twice: in searches of second order, and for the Hessian in the alphas.
   */
  readonly weights: (alphas: Tensor) => Tensor;
  /**
   * The same for one row, as numbers in float64, without TensorFlow. The largest weight of an edge decides its operation,
   * and the edges with the largest ones are kept; results hold these numbers.
   */
  readonly row: (alphas: readonly number[]) => readonly number[];
  /**
   * True where the weights of a row are 0 or more and have the sum 1. The perturbations of SDARTS move them there, and
   * are refused where it is false.
   */
  readonly simplex: boolean;
  /**
   * True where a constant that is added to a row leaves its weights as they are: the last column of the row in the
   * Hessian then follows from the others. Default: false.
   */
  readonly shiftInvariant?: boolean;
  /** Value of all alphas before training; default: small random numbers, a thousandth of normal ones. */
  readonly initial?: number;
}

/** Name of the relaxation of DARTS. Results hold raw alphas without weights after it. */
export const USUAL_RELAXATION = "softmax";
