import * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { SkipFactor } from "../layers/layers.ts";
import { type BatchImages, NonFiniteError } from "../../common/non_finite.ts";

/** A batch of normalised images. */
export interface Batch {
  /** Pixels, [count, size, size, 3]. */
  readonly x: Float32Array;
  /** Class of each image, [count]. */
  readonly y: Int32Array;
  /** Index of each image in the official files, [count], which messages name. */
  readonly ids?: Int32Array;
}

/** A batch as tensors; the caller disposes `x` and `y`. */
export interface BatchTensors {
  /** [count, size, size, 3]. */
  readonly x: tf.Tensor4D;
  /** int32 [count]. */
  readonly y: tf.Tensor1D;
  readonly count: number;
  /** Index of each image in the official files, where it is known. */
  readonly ids: Int32Array | undefined;
}

/** Images or words, labels and the numbers that go with them, as tensors or their shapes. */
export type PassData<T = Tensor> = {
  /** Images, [batch, size, size, 3]; of language models numbers of words, int32 [length, batch]. */
  readonly x: T;
  /** Labels, int32 [batch]; of language models the next words, int32 [length * batch]. */
  readonly y: T;
  /** Seed of noise operations, int32 [2]. */
  readonly seed: T;
  /** Hidden state before the first word, [batch, units]; of language models alone. */
  readonly hidden?: T | undefined;
  /** Factor of auxiliary skips, scalar, where the supernet takes it with each pass. */
  readonly skipFactor?: T | undefined;
};

/** Shapes of a batch of images as a supernet takes it in a pass. */
export function passShapes(
  { size, auxiliarySkip }: {
    /** Side of the images in pixels. */
    readonly size: number;
    /** Factor of auxiliary skips, which a pass takes where it is `given`. */
    readonly auxiliarySkip?: SkipFactor | undefined;
  },
  batch: number,
): PassData<TensorSpec> {
  return {
    x: { shape: [batch, size, size, 3] },
    y: { shape: [batch], dtype: "int32" },
    seed: { shape: [2], dtype: "int32" },
    ...(auxiliarySkip === "given" ? { skipFactor: { shape: [] } } : {}),
  };
}

/** Copies a batch into TensorFlow. */
export function batchTensors({ x, y, ids }: Batch, size: number): BatchTensors {
  const count = y.length;
  return {
    x: tf.tensor4d(x, [count, size, size, 3]),
    y: tf.tensor1d(y, "int32"),
    count,
    ids,
  };
}

/**
 * Reads named scalars and refuses NaN and infinity: a run that diverged stops instead of being cached.
 *
 * A logit that is not finite leaves no cross entropy finite, so that losses vouch for logits.
 *
 * @param place where in the run, for the error
 * @param images images of the batches that they come from, for the error
 */
export function finiteScalars<K extends string>(
  scalars: Readonly<Record<K, Tensor>>,
  place: string,
  images: BatchImages = {},
): Record<K, number> {
  return Object.fromEntries(
    Object.entries<Tensor>(scalars).map(([name, scalar]) => {
      const value = scalar.dataSync()[0]!;
      if (!Number.isFinite(value)) {
        throw new NonFiniteError(
          `Expected a finite number but found ${value} in ${place}`,
          { images },
        );
      }
      return [name, value];
    }),
  ) as Record<K, number>;
}
