import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import {
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
  type Tensors,
  zerosLike,
} from "./kernel.ts";

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
): {
  /** Normalised input, NHWC. */
  readonly y: tf.Tensor4D;
  /** Mean over batch, height and width, [C]. */
  readonly mean: tf.Tensor1D;
  /** Unbiased variance (divided by n - 1), [C], as PyTorch's running variance stores it. */
  readonly variance: tf.Tensor1D;
} {
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
      const [x, scale, r1, r2, r3] = saved as tf.Tensor[];
      const [dy] = dys as tf.Tensor[];
      // here and not in the closures: tfjs tidies each closure on its own, which would dispose the results of the others
      const gradients = runKernel<tf.Tensor[]>(
        "BatchNormTrainGrad",
        { dy: dy!, x: x!, scale: scale!, r1: r1!, r2: r2!, r3: r3! },
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
      const [ux, uScale, uOffset] = us as unknown as tf.Tensor[];
      const inputs = { dy: dy!, x: x!, scale: scale! };
      const found = secondOrder(inputs, {
        x: ux!,
        scale: uScale!,
        offset: uOffset!,
      }, epsilon as number);
      return {
        dy: () => found.dy,
        x: () => found.x,
        scale: () => found.scale,
        r1: zerosLike(r1!),
        r2: zerosLike(r2!),
        r3: zerosLike(r3!),
      };
    },
  );
}

/**
 * Gradients of the backward pass dx = scale / sigma * P(dy), dscale = sum(dy * xhat), doffset = sum(dy) towards its
 * inputs, where P(v) = v - mean(v) - xhat * mean(v * xhat) is symmetric. Each is a combination of the maps u (upstream
 * of dx), dy and xhat with factors for each channel; composed of primitive operations, whose own gradients tfjs knows.
 */
function secondOrder(
  { dy, x, scale }: Readonly<Record<"dy" | "x" | "scale", tf.Tensor>>,
  upstream: Readonly<Record<"x" | "scale" | "offset", tf.Tensor>>,
  epsilon: number,
): Record<"dy" | "x" | "scale", tf.Tensor> {
  const n = x.size / x.shape[3]!;
  const overMap = (map: tf.Tensor) => tf.sum(map, [0, 1, 2]);
  const sum = (...terms: tf.Tensor[]) => terms.reduce((a, b) => tf.add(a, b));
  const product = (...factors: (tf.Tensor | number)[]) =>
    factors.reduce((a, b) => tf.mul(a, b)) as tf.Tensor;
  const u = upstream.x;
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const xhat = tf.mul(tf.sub(x, mean), inverse);
  const gain = tf.mul(scale, inverse);
  const sumU = overMap(u);
  const sumDy = overMap(dy);
  const uXhat = overMap(tf.mul(u, xhat));
  const dyXhat = overMap(tf.mul(dy, xhat));
  // sum(u * P(dy))
  const projected = tf.sub(
    overMap(tf.mul(u, dy)),
    tf.div(sum(product(sumU, sumDy), product(uXhat, dyXhat)), n),
  );
  const share = tf.sub(upstream.scale, tf.div(product(gain, uXhat), n));
  // h, the gradient towards xhat, is -gain / n * (u * dyXhat + dy * uXhat) + upstream.scale * dy
  const meanH = tf.div(
    tf.sub(
      product(upstream.scale, sumDy),
      tf.div(
        product(gain, sum(product(sumU, dyXhat), product(sumDy, uXhat))),
        n,
      ),
    ),
    n,
  );
  const meanHXhat = tf.div(
    product(
      dyXhat,
      tf.sub(upstream.scale, tf.div(product(gain, uXhat, 2), n)),
    ),
    n,
  );
  return {
    dy: sum(
      product(u, gain),
      product(xhat, share),
      tf.sub(upstream.offset, tf.div(product(gain, sumU), n)),
    ),
    x: product(
      tf.sub(
        sum(
          product(u, tf.div(product(gain, dyXhat), -n)),
          product(dy, share),
        ),
        sum(
          product(
            xhat,
            sum(meanHXhat, tf.div(product(gain, projected), n)),
          ),
          meanH,
        ),
      ),
      inverse,
    ),
    scale: product(inverse, projected),
  };
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
