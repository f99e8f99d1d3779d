import * as tf from "@tensorflow/tfjs-core";
import { batchNormTrain } from "../../engine/gradients/batch_norm.ts";
import {
  awayFromZero,
  scaledConv,
} from "../../engine/gradients/scaled_conv.ts";
import { LOWEST } from "../../engine/gradients/pooling.ts";
import {
  statelessNormal,
  statelessUniform,
} from "../../engine/stateless_random.ts";
import { recompute } from "../../engine/compile/recompute.ts";
import { depthwise } from "./depthwise.ts";
import type { ConvOptions, Layers, MixtureRef, NormOptions } from "./layers.ts";
import type { Layout } from "./layout.ts";
import { padMap, sharedMaps } from "./shared_maps.ts";
import { splitVector } from "./split_vector.ts";
import type { Statistics } from "./statistics.ts";

type Map4D = tf.Tensor4D;

/** Tensors that a forward pass reads. */
export interface ForwardInputs {
  /** Flat weights, [parameterCount]. */
  readonly weights: tf.Tensor;
  /** Running mean and variance, [statisticsCount]; read in evaluation mode only. */
  readonly statistics?: Statistics | undefined;
  /** Mixture weights (not alphas) by matrix name, [edges, operations]. */
  readonly mixtures?: Readonly<Record<string, tf.Tensor>> | undefined;
  /** Keep masks of droppable paths divided by the keep probability, [batch, paths]; absent = keep all. */
  readonly pathScale?: tf.Tensor | undefined;
  /** Seed of noise operations and dropouts, int32 [2]. */
  readonly noiseSeed?: tf.Tensor | undefined;
  /** Rate of dropouts; absent = keep all. */
  readonly dropOut?: tf.Tensor | undefined;
}

/** Layers that compute, with what they saw. */
export interface TensorLayers extends Layers<tf.Tensor> {
  /** Batch statistics in layout order, after a forward pass in training mode. */
  batchStatistics(): Statistics;
}

const EPSILON = 1e-5;

/**
 * Layers over tensors, NHWC. `train` normalises with the batch's statistics, `eval` with the running ones.
 *
 * ReLU, pools, halvings and the space-to-batch form of dilated convolutions are computed once per value, however many
 * operations read them: exact, and measured to pay.
 */
export function tensorLayers(
  layout: Layout,
  inputs: ForwardInputs,
  mode: "train" | "eval",
): TensorLayers {
  const pieces = new Map<string, tf.Tensor>();
  splitVector(inputs.weights, layout.parameters).forEach((piece, i) => {
    const { name, shape } = layout.parameters[i]!;
    pieces.set(name, tf.reshape(piece, [...shape]));
  });
  const parameter = <R extends tf.Tensor>(name: string): R => {
    const piece = pieces.get(name);
    if (piece === undefined) {
      throw new Error(`Expected a parameter of the layout but found ${name}`);
    }
    return piece as R;
  };
  const positions = new Map<string, number>();
  layout.statistics.forEach(({ name, aliases }, i) => {
    for (const known of [name, ...aliases]) positions.set(known, i);
  });
  const means: tf.Tensor1D[] = [];
  const variances: tf.Tensor1D[] = [];
  const splitStatistics = (flat: tf.Tensor) =>
    splitVector(flat, layout.statistics);
  const running = mode === "eval" && inputs.statistics !== undefined
    ? {
      mean: splitStatistics(inputs.statistics.mean),
      inverse: splitStatistics(
        tf.rsqrt(tf.add(inputs.statistics.variance, EPSILON)),
      ),
    }
    : null;
  if (mode === "eval" && running === null) {
    throw new Error(
      "Expected running statistics in evaluation mode but found none",
    );
  }
  /** Single mixture weights, of matrices that are prepared once. */
  const weightsOf = (prepare: (weights: tf.Tensor) => tf.Tensor) => {
    const known = new Map<string, tf.Scalar[]>();
    return ({ matrix, edge, operation }: MixtureRef): tf.Scalar => {
      const weights = inputs.mixtures?.[matrix];
      if (weights === undefined) {
        throw new Error(
          `Expected mixture weights for ${matrix} but found none`,
        );
      }
      let scalars = known.get(matrix);
      if (scalars === undefined) {
        const flat = tf.reshape(prepare(weights), [weights.size]);
        known.set(matrix, scalars = tf.unstack(flat) as tf.Scalar[]);
      }
      return scalars[edge * weights.shape[1]! + operation]!;
    };
  };
  const mixture = weightsOf((weights) => weights);
  const factor = weightsOf(awayFromZero);
  const maps = sharedMaps();

  const padded = (x: tf.Tensor, pad: readonly [number, number]) =>
    pad[0] + pad[1] === 0 ? x as Map4D : padMap(x, pad);
  const convolve = (
    x: tf.Tensor,
    filter: tf.Tensor4D,
    { stride = [1, 1], pad = [0, 0] }: ConvOptions,
  ): Map4D =>
    tf.conv2d(padded(x, pad), filter, [stride[0], stride[1]], "valid");
  /** Scale and offset that evaluation-mode normalisation amounts to, [C] each. */
  const folded = ({ name, affine }: NormOptions) => {
    const at = positions.get(name)!;
    const inverse = running!.inverse[at]!;
    const mean = running!.mean[at]!;
    const scale = affine
      ? tf.mul(parameter(`${name}.weight`), inverse)
      : inverse;
    const shift = tf.neg(tf.mul(mean, scale));
    return {
      scale,
      offset: affine ? tf.add(parameter(`${name}.bias`), shift) : shift,
    };
  };
  const norm = (x: tf.Tensor, options: NormOptions): tf.Tensor => {
    const { name, affine, weight } = options;
    const compute = () => {
      if (running !== null) {
        const { scale, offset } = folded(options);
        const [by, shift] = weight === undefined ? [scale, offset] : [
          tf.mul(scale, mixture(weight)),
          tf.mul(offset, mixture(weight)),
        ];
        return tf.add(tf.mul(x, by), shift);
      }
      const ones = tf.ones([x.shape[3]!]);
      const { y, mean, variance } = batchNormTrain(
        x as Map4D,
        affine
          ? parameter(`${name}.weight`)
          : weight === undefined
          ? ones as tf.Tensor1D
          : tf.mul(ones, mixture(weight)),
        affine ? parameter(`${name}.bias`) : tf.zeros([x.shape[3]!]),
        EPSILON,
      );
      const at = positions.get(name)!;
      means[at] = mean;
      variances[at] = variance;
      return y;
    };
    return affine || weight !== undefined
      ? compute()
      : maps.once("norm", x, compute);
  };
  const pathIndex = new Map(layout.paths.map((name, i) => [name, i]));
  const noiseIndex = new Map(layout.noises.map((name, i) => [name, i]));
  const noiseSeed = (name: string) => {
    if (inputs.noiseSeed === undefined) {
      throw new Error(`Expected a noise seed for ${name} but found none`);
    }
    return tf.add(
      inputs.noiseSeed,
      tf.tensor1d([0, noiseIndex.get(name)!], "int32"),
    );
  };
  let pathScales: tf.Tensor[] | undefined;

  return {
    channels: (x) => x.shape[3]!,
    relu: maps.relu,
    conv: (x, options) =>
      convolve(x, parameter(`${options.name}.weight`), options),
    depthwise: (x, { name, ...shape }) =>
      depthwise(maps, x, parameter(`${name}.weight`), shape),
    norm,
    convNorm(x, options, normOptions) {
      const filter = parameter<tf.Tensor4D>(`${options.name}.weight`);
      if (running === null) {
        return norm(convolve(x, filter, options), normOptions);
      }
      const { scale, offset } = folded(normOptions);
      const { stride = [1, 1], pad = [0, 0] } = options;
      const { weight } = normOptions;
      return scaledConv({
        x: padded(x, pad),
        filter: tf.mul(filter, scale),
        offset: offset as tf.Tensor1D,
        weight: weight === undefined ? tf.scalar(1) : factor(weight),
      }, stride);
    },
    pool: maps.pooled,
    borderedHalf: (x) => tf.maxPool(padMap(x, [1, 1], LOWEST), 2, 2, "valid"),
    half: (x) => tf.maxPool(x as Map4D, 2, 2, "valid"),
    averagePool: (x, size, stride) =>
      tf.avgPool(x as Map4D, size, stride, "valid"),
    subsample: maps.halved,
    noise(x, { name, stride }) {
      const [n, h, w, c] = x.shape as [number, number, number, number];
      return statelessNormal(
        [n, Math.ceil(h / stride), Math.ceil(w / stride), c],
        noiseSeed(name),
      );
    },
    zeros: (x, stride) => tf.zerosLike(stride === 1 ? x : maps.halved(x, 0)),
    concat: (xs) => tf.concat([...xs], 3),
    split(x, first) {
      const [head, tail] = tf.split(x, [first, x.shape[3]! - first], 3);
      return [head!, tail!];
    },
    shuffle(x, groups) {
      const each = x.shape[3]! / groups;
      const grouped = tf.reshape(x, [x.size / (groups * each), groups, each]);
      return tf.reshape(tf.transpose(grouped, [0, 2, 1]), x.shape);
    },
    add: (xs) => xs.length === 1 ? xs[0]! : tf.addN([...xs]),
    weigh: (x, ref) => tf.mul(x, mixture(ref)),
    dropPath(x, name) {
      if (inputs.pathScale === undefined || mode === "eval") return x;
      pathScales ??= tf.unstack(inputs.pathScale, 1);
      const scale = pathScales[pathIndex.get(name)!]!;
      return tf.mul(x, tf.reshape(scale, [-1, 1, 1, 1]));
    },
    dropOut(x, { name }) {
      if (inputs.dropOut === undefined || mode === "eval") return x;
      const drawn = statelessUniform(x.shape, noiseSeed(name));
      const kept = tf.cast(tf.greaterEqual(drawn, inputs.dropOut), "float32");
      return tf.mul(x, tf.div(kept, tf.sub(1, inputs.dropOut)));
    },
    recompute,
    globalAverage: (x) => tf.mean(x, [1, 2]),
    linear: (x, { name }) => {
      const weight = parameter<tf.Tensor2D>(`${name}.weight`);
      // PyTorch flattens channels first
      const flat = x.rank === 2 ? x : tf.reshape(
        x.shape[1] === 1 && x.shape[2] === 1
          ? x
          : tf.transpose(x, [0, 3, 1, 2]),
        [x.shape[0]!, weight.shape[0]],
      );
      return tf.add(
        tf.matMul(flat as tf.Tensor2D, weight),
        parameter(`${name}.bias`),
      );
    },
    batchStatistics: () => ({
      mean: tf.concat(means),
      variance: tf.concat(variances),
    }),
  };
}
