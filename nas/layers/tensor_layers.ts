import * as tf from "@tensorflow/tfjs-core";
import {
  awayFromZero,
  scaledConv,
} from "../../engine/gradients/scaled_conv.ts";
import { LOWEST } from "../../engine/gradients/pooling.ts";
import { recompute } from "../../engine/compile/recompute.ts";
import { allCandidates } from "./all_candidates.ts";
import { depthwise } from "./depthwise.ts";
import {
  drawnEdges,
  type DrawnParts,
  type UndrawnGradient,
} from "./drawn_edges.ts";
import type { ConvOptions, Layers, SkipFactor } from "./layers.ts";
import type { Layout } from "./layout.ts";
import { batchNormalisation, runningNormalisation } from "./normalisation.ts";
import { type RandomInputs, randomLayers } from "./random_layers.ts";
import { padMap, sharedMaps } from "./shared_maps.ts";
import type { Statistics } from "./statistics.ts";
import { mixtureReader, parametersOf } from "./tensor_parameters.ts";

type Map4D = tf.Tensor4D;

/** Tensors that a forward pass reads. */
export interface ForwardInputs extends RandomInputs {
  /** Flat weights, [parameterCount]. */
  readonly weights: tf.Tensor;
  /** Running mean and variance, [statisticsCount]; read in evaluation mode only. */
  readonly statistics?: Statistics | undefined;
  /** Mixture weights (not alphas) by matrix name, [edges, operations]. */
  readonly mixtures?: Readonly<Record<string, tf.Tensor>> | undefined;
  /** Factor of auxiliary skips, scalar; read by supernets that take it with each pass. */
  readonly skipFactor?: tf.Tensor | undefined;
  /** Given where rows of mixture weights are one-hot in training mode, and only those candidates are computed. */
  readonly undrawn?: UndrawnGradient | undefined;
}

/** Layers that compute, with the statistics of their batch. */
export interface TensorLayers extends Layers<tf.Tensor> {
  /** Batch statistics in layout order, after a forward pass in training mode. */
  batchStatistics(): Statistics;
  /** Parts that took part in a forward pass on drawn candidates; undefined after any other. */
  drawnParts(): DrawnParts | undefined;
}

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
  const { mixtures = {}, undrawn } = inputs;
  const drawn = undrawn === undefined || mode === "eval"
    ? undefined
    : drawnEdges(layout, { mixtures, undrawn });
  const plain = {
    parameter: parametersOf(layout, inputs.weights),
    mixture: mixtureReader(inputs.mixtures),
  };
  const parameter = drawn?.parameters(plain.parameter) ?? plain.parameter;
  const mixture = drawn?.weights(plain.mixture) ?? plain.mixture;
  const factor = mixtureReader(inputs.mixtures, awayFromZero);
  const maps = sharedMaps();
  const { norm, folded, batchStatistics } = normalisationOf(mode, {
    layout,
    parameter,
    mixture,
    maps,
    observe: drawn?.observe,
  }, inputs.statistics);
  return {
    ...MAPS,
    ...randomLayers(layout, inputs, mode),
    relu: maps.relu,
    conv: (x, options) =>
      convolve(x, parameter(`${options.name}.weight`), options),
    depthwise: (x, { name, ...shape }) =>
      depthwise(maps, x, parameter(`${name}.weight`), shape),
    norm,
    convNorm(x, options, normOptions) {
      const filter = parameter<tf.Tensor4D>(`${options.name}.weight`);
      if (folded === null) {
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
    subsample: maps.halved,
    zeros: (x, stride) => tf.zerosLike(stride === 1 ? x : maps.halved(x, 0)),
    edge: drawn?.edge ?? allCandidates,
    weigh: (x, ref) => tf.mul(x, mixture(ref)),
    fade: (x, factor) => faded(x, factor, inputs.skipFactor),
    linear: (x, { name }) => {
      const weight = parameter<tf.Tensor2D>(`${name}.weight`);
      return tf.add(
        tf.matMul(flattened(x, weight.shape[0]), weight),
        parameter(`${name}.bias`),
      );
    },
    batchStatistics,
    drawnParts: () => drawn?.parts(),
  };
}

function faded(
  x: tf.Tensor,
  factor: SkipFactor,
  given: tf.Tensor | undefined,
): tf.Tensor {
  if (factor === 1) return x;
  if (factor !== "given") return tf.mul(x, factor);
  if (given === undefined) {
    throw new Error(
      "Expected skipFactor, the factor of auxiliary skips, with the pass but found none",
    );
  }
  return tf.mul(x, given);
}

function normalisationOf(
  mode: "train" | "eval",
  inputs: Parameters<typeof batchNormalisation>[0],
  statistics: Statistics | undefined,
) {
  if (mode === "train") return batchNormalisation(inputs);
  if (statistics === undefined) {
    throw new Error("Evaluation mode needs running statistics");
  }
  return runningNormalisation(inputs, statistics);
}

/** Layers that read nothing but their map. */
const MAPS = {
  channels: (x) => x.shape[3]!,
  borderedHalf: (x) => tf.maxPool(padMap(x, [1, 1], LOWEST), 2, 2, "valid"),
  half: (x) => tf.maxPool(x as Map4D, 2, 2, "valid"),
  averagePool: (x, size, stride) =>
    tf.avgPool(x as Map4D, size, stride, "valid"),
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
  recompute,
  globalAverage: (x) => tf.mean(x, [1, 2]),
} satisfies Partial<Layers<tf.Tensor>>;

function padded(x: tf.Tensor, pad: readonly [number, number]): Map4D {
  return pad[0] + pad[1] === 0 ? x as Map4D : padMap(x, pad);
}

function convolve(
  x: tf.Tensor,
  filter: tf.Tensor4D,
  { stride = [1, 1], pad = [0, 0] }: ConvOptions,
): Map4D {
  const [height, width] = filter.shape;
  // a border that keeps the size is left to the convolution
  return stride[0] * stride[1] === 1 && height === 2 * pad[0] + 1 &&
      width === 2 * pad[1] + 1
    ? tf.conv2d(x as Map4D, filter, 1, "same")
    : tf.conv2d(padded(x, pad), filter, [stride[0], stride[1]], "valid");
}

/** A map as rows of values, channels first as PyTorch flattens it. */
function flattened(x: tf.Tensor, size: number): tf.Tensor2D {
  if (x.rank === 2) return x as tf.Tensor2D;
  const first = x.shape[1] === 1 && x.shape[2] === 1
    ? x
    : tf.transpose(x, [0, 3, 1, 2]);
  return tf.reshape(first, [x.shape[0]!, size]);
}
