import type { Tensor } from "../../engine/tensor.ts";
import type { DrawnParts } from "../layers/drawn_edges.ts";
import type { Statistics } from "../layers/statistics.ts";
import type { PassData } from "./batch.ts";
import {
  type ValueAndGradients,
  valueAndGradients,
} from "./value_and_gradients.ts";

/** Values that a pass over a batch in training mode computes. */
export interface BatchValues {
  /** Mean loss of the images, scalar. */
  readonly loss: Tensor;
  /** [batch, classes]. */
  readonly logits: Tensor;
  /** Logits of an auxiliary head, where there is one, [batch, classes]. */
  readonly auxiliary?: Tensor;
  /** Means and variances of its normalisations. */
  readonly statistics: Statistics;
  /** Parts that took part, where only drawn candidates are computed: the others stay as they are. */
  readonly drawn?: DrawnParts;
}

/** Tensors of a batch. */
export type TrainedBatch = PassData & {
  /** Factors of paths, [batch, paths]. */
  readonly pathScale?: Tensor | undefined;
};

/**
 * Values of a pass over a batch in training mode, with the gradients of its loss.
 *
 * @param fn The pass.
 * @param at Tensors to differentiate by, by name.
 */
export type BatchGradients = <
  I extends object,
  B extends TrainedBatch,
  O extends BatchValues,
>(
  fn: (inputs: I, batch: B) => O,
  at: I,
  batch: B,
) => ValueAndGradients<I, O>;

/** The pass over the batch as a whole. */
export const wholeBatch: BatchGradients = (fn, at, batch) =>
  valueAndGradients((inputs) => fn(inputs, batch), at);
