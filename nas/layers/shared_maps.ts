import * as tf from "@tensorflow/tfjs-core";
import { LOWEST } from "../../engine/gradients/pooling.ts";
import { subsample } from "../../engine/gradients/subsample.ts";

/** Maps derived from other maps, each computed once, however many operations read it. */
export interface SharedMaps {
  /** The result of `compute` for a value, computed once for each key. */
  once<R extends tf.Tensor>(key: string, x: tf.Tensor, compute: () => R): R;
  relu(x: tf.Tensor): tf.Tensor;
  /** Every second pixel from `offset` on. */
  halved(x: tf.Tensor, offset: 0 | 1): tf.Tensor4D;
  /** Zeros on all sides. */
  padded(x: tf.Tensor, border: number): tf.Tensor4D;
  /** 3x3 pool whose border does not count (average) or win (maximum). */
  pooled(x: tf.Tensor, kind: "max" | "avg", stride: 1 | 2): tf.Tensor;
}

/** Derived maps of one forward pass. */
export function sharedMaps(): SharedMaps {
  const known = new Map<string, tf.Tensor>();
  const once = <R extends tf.Tensor>(
    key: string,
    x: tf.Tensor,
    compute: () => R,
  ): R => known.getOrInsertComputed(`${key}|${x.id}`, compute) as R;
  const halved = (x: tf.Tensor, offset: 0 | 1) =>
    once(`halved${offset}`, x, () => subsample(x as tf.Tensor4D, offset));
  return {
    once,
    halved,
    relu: (x) => once("relu", x, () => tf.relu(x)),
    padded: (x, border) =>
      once(`padded${border}`, x, () => padMap(x, [border, border])),
    pooled: (x, kind, stride) =>
      once(`${kind}${stride}`, x, () => {
        const map = x as tf.Tensor4D;
        if (kind === "avg") {
          const y = tf.avgPool(map, 3, 1, "same");
          return stride === 1 ? y : halved(y, 0);
        }
        return stride === 1
          ? tf.maxPool(map, 3, 1, "same")
          : tf.maxPool(padMap(map, [1, 1], LOWEST), 3, 2, "valid");
      }),
  };
}

/** A map with a border of rows and columns. */
export function padMap(
  x: tf.Tensor,
  [rows, columns]: readonly [number, number],
  value = 0,
): tf.Tensor4D {
  return tf.pad(
    x as tf.Tensor4D,
    [[0, 0], [rows, rows], [columns, columns], [0, 0]],
    value,
  );
}
