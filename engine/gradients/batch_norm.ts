import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../attributes.ts";
import { AttributeType, DType } from "../dtype.ts";
import {
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
  type Tensors,
  zerosLike,
} from "./kernel.ts";
import { keepTape } from "./tape.ts";

/** What {@linkcode batchNormTrain} returns. */
export interface BatchNormResult {
  /** Normalised input, NHWC. */
  readonly y: tf.Tensor4D;
  /** Mean over batch, height and width, [C]. */
  readonly mean: tf.Tensor1D;
  /** Unbiased variance (divided by n - 1), [C]: what PyTorch's running variance stores. */
  readonly variance: tf.Tensor1D;
}

/**
 * Batch normalisation in training mode by TensorFlow's fused kernel, differentiable to any order: normalises with the
 * biased variance of the batch.
 *
 * @param x NHWC
 * @param scale [C]
 * @param offset [C]
 */
export function batchNormTrain(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  epsilon = 1e-5,
): BatchNormResult {
  const [y, mean, variance] = runKernel<tf.Tensor[]>(
    "BatchNormTrain",
    { x, scale, offset },
    { epsilon },
  );
  return {
    y: y as tf.Tensor4D,
    mean: mean as tf.Tensor1D,
    variance: variance as tf.Tensor1D,
  };
}

/** Registers the kernels behind {@linkcode batchNormTrain} and their gradients. */
export function registerBatchNorm(): void {
  registerKernel("BatchNormTrain", (inputs, { epsilon }, backend) => {
    const { x, scale, offset } = inputs as Tensors & { x: tf.Tensor };
    const none = tf.tensor1d([], "float32");
    // y, mean, unbiased variance, and three opaque tensors for the backward pass
    const outputs = backend.executeMultipleOutputs(
      "FusedBatchNormV3",
      attributesOf(epsilon as number),
      [x, scale!, offset!, none, none],
      6,
    );
    none.dispose();
    return outputs;
  });
  registerKernel("BatchNormTrainGrad", (inputs, { epsilon }, backend) => {
    const { dy, x, scale, r1, r2, r3 } = inputs;
    const outputs = backend.executeMultipleOutputs(
      "FusedBatchNormGradV3",
      attributesOf(epsilon as number),
      [dy!, x!, scale!, r1!, r2!, r3!],
      5,
    );
    outputs[3]!.dispose();
    outputs[4]!.dispose();
    return outputs.slice(0, 3);
  });
  tf.registerGradient({
    kernelName: "BatchNormTrain",
    inputsToSave: ["x", "scale"],
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (dys, saved, attrs) => {
      const [x, scale, r1, r2, r3] = saved as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const dy = (dys as tf.Tensor[])[0]!;
      // at once, not in the closures: tfjs tidies each closure by itself, which would dispose its siblings' results
      const gradients = runKernel<tf.Tensor[]>(
        "BatchNormTrainGrad",
        { dy, x, scale, r1, r2, r3 },
        attrs as Record<string, unknown>,
      );
      return {
        x: () => gradients[0]!,
        scale: () => gradients[1]!,
        offset: () => gradients[2]!,
      };
    },
  });
  registerGradient(
    "BatchNormTrainGrad",
    ["dy", "x", "scale", "r1", "r2", "r3"],
    (us, [dy, x, scale, r1, r2, r3], { epsilon }) => {
      const upstream = us as unknown as tf.Tensor[];
      const weighted = (dy: tf.Tensor, x: tf.Tensor, scale: tf.Tensor) =>
        tf.addN(
          backward(dy, x, scale, epsilon as number).map((g, i) =>
            tf.sum(tf.mul(g, upstream[i]!))
          ),
        );
      const [gDy, gX, gScale] = keepTape(() =>
        tf.grads(weighted as (...xs: tf.Tensor[]) => tf.Tensor)(
          [dy!, x!, scale!],
        )
      );
      return {
        dy: () => gDy!,
        x: () => gX!,
        scale: () => gScale!,
        r1: zerosLike(r1!),
        r2: zerosLike(r2!),
        r3: zerosLike(r3!),
      };
    },
  );
}

/**
 * The backward pass [dx, dscale, doffset] composed of primitive operations, whose own gradients tfjs knows:
 * dx = scale / sigma * (dy - mean(dy) - xhat * mean(dy * xhat)).
 */
function backward(
  dy: tf.Tensor,
  x: tf.Tensor,
  scale: tf.Tensor,
  epsilon: number,
): tf.Tensor[] {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const normalised = tf.mul(tf.sub(x, mean), inverse);
  const dOffset = tf.sum(dy, [0, 1, 2]);
  const dScale = tf.sum(tf.mul(dy, normalised), [0, 1, 2]);
  const n = x.size / x.shape[3]!;
  const centred = tf.sub(
    tf.sub(dy, tf.div(dOffset, n)),
    tf.mul(normalised, tf.div(dScale, n)),
  );
  return [tf.mul(centred, tf.mul(inverse, scale)), dScale, dOffset];
}

function attributesOf(epsilon: number): Attribute[] {
  return [
    FLOAT,
    { name: "U", type: AttributeType.type, value: DType.float32 },
    { name: "epsilon", type: AttributeType.float, value: epsilon },
    { name: "data_format", type: AttributeType.string, value: "NHWC" },
    { name: "is_training", type: AttributeType.bool, value: true },
  ];
}
