import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";

/**
 * Projects rows of perturbed mixture weights back towards the simplex (docs/method.md section 4, `clip`): clamp to
 * [0, 1], put 1 at the arg-max before clamping where nothing is left, divide by the row's sum.
 *
 * @param rows [edges, operations]
 */
export function clipRowsTensor(rows: Tensor): Tensor {
  const clamped = tf.clipByValue(rows, 0, 1);
  const empty = tf.equal(tf.sum(clamped, 1, true), 0);
  const winner = tf.cast(
    tf.oneHot(tf.cast(tf.argMax(rows, 1), "int32"), rows.shape[1]!),
    "float32",
  );
  // 1 and 0 as factors: where() cannot broadcast a column over a row
  const lost = tf.cast(empty, "float32");
  const filled = tf.add(
    tf.mul(clamped, tf.sub(1, lost)),
    tf.mul(winner, lost),
  );
  return tf.div(filled, tf.sum(filled, 1, true));
}
