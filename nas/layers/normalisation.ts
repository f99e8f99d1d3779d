import * as tf from "@tensorflow/tfjs-core";
import { batchNormTrain } from "../../engine/gradients/batch_norm.ts";
import type { NormOptions } from "./layers.ts";
import type { Layout } from "./layout.ts";
import type { SharedMaps } from "./shared_maps.ts";
import { splitVector } from "./split_vector.ts";
import type { Statistics } from "./statistics.ts";
import type { ReadMixture, ReadParameter } from "./tensor_parameters.ts";

const EPSILON = 1e-5;

/** Batch normalisations of one forward pass. */
export interface Normalisation {
  norm(x: tf.Tensor, options: NormOptions): tf.Tensor;
  /** Scale and offset that evaluation-mode normalisation amounts to, [C] each; null in training mode. */
  readonly folded:
    | ((options: NormOptions) => { scale: tf.Tensor; offset: tf.Tensor })
    | null;
  /** Statistics of the batch in layout order, after a forward pass in training mode. */
  batchStatistics(): Statistics;
}

/** Tensors and maps that normalisations read. */
export interface NormalisationInputs {
  readonly layout: Layout;
  readonly parameter: ReadParameter;
  readonly mixture: ReadMixture;
  readonly maps: SharedMaps;
  /**
   * Records the statistics that a normalisation found, by their place in the layout, and gives those to keep, where not
   * all normalisations are computed.
   */
  readonly observe?:
    | ((at: number, found: Statistics) => Statistics)
    | undefined;
}

/** Normalises with the statistics of the batch. */
export function batchNormalisation(
  { layout, parameter, mixture, maps, observe }: NormalisationInputs,
): Normalisation {
  const positions = positionsOf(layout);
  const found: Statistics[] = [];
  const compute = (
    x: tf.Tensor,
    { name, affine, weight }: NormOptions,
  ): tf.Tensor => {
    const ones = tf.ones([x.shape[3]!]);
    const { y, mean, variance } = batchNormTrain(
      x as tf.Tensor4D,
      affine
        ? parameter(`${name}.weight`)
        : weight === undefined
        ? ones as tf.Tensor1D
        : tf.mul(ones, mixture(weight)),
      affine ? parameter(`${name}.bias`) : tf.zeros([x.shape[3]!]),
      EPSILON,
    );
    const at = positions.get(name)!;
    found[at] = observe?.(at, { mean, variance }) ?? { mean, variance };
    return y;
  };
  return {
    norm: sharedNorm(maps, compute),
    folded: null,
    batchStatistics: () => {
      // a normalisation that was not computed has none
      const all = layout.statistics.map(({ size }, at) => {
        const none = () => tf.zeros([size]);
        return found[at] ?? { mean: none(), variance: none() };
      });
      return {
        mean: tf.concat(all.map(({ mean }) => mean)),
        variance: tf.concat(all.map(({ variance }) => variance)),
      };
    },
  };
}

/** Normalises with running statistics. */
export function runningNormalisation(
  { layout, parameter, mixture, maps }: NormalisationInputs,
  statistics: Statistics,
): Normalisation {
  const positions = positionsOf(layout);
  const split = (flat: tf.Tensor) => splitVector(flat, layout.statistics);
  const means = split(statistics.mean);
  const inverses = split(tf.rsqrt(tf.add(statistics.variance, EPSILON)));
  const folded = ({ name, affine }: NormOptions) => {
    const at = positions.get(name)!;
    const inverse = inverses[at]!;
    const mean = means[at]!;
    const scale = affine
      ? tf.mul(parameter(`${name}.weight`), inverse)
      : inverse;
    const shift = tf.neg(tf.mul(mean, scale));
    return {
      scale,
      offset: affine ? tf.add(parameter(`${name}.bias`), shift) : shift,
    };
  };
  const compute = (x: tf.Tensor, options: NormOptions): tf.Tensor => {
    const { weight } = options;
    const { scale, offset } = folded(options);
    const [by, shift] = weight === undefined ? [scale, offset] : [
      tf.mul(scale, mixture(weight)),
      tf.mul(offset, mixture(weight)),
    ];
    return tf.add(tf.mul(x, by), shift);
  };
  return {
    norm: sharedNorm(maps, compute),
    folded,
    batchStatistics: () => {
      throw new Error("Batch statistics need a forward pass in training mode");
    },
  };
}

/** Plain normalisations of the same map are computed once. */
function sharedNorm(
  maps: SharedMaps,
  compute: (x: tf.Tensor, options: NormOptions) => tf.Tensor,
): Normalisation["norm"] {
  return (x, options) =>
    options.affine || options.weight !== undefined
      ? compute(x, options)
      : maps.once("norm", x, () => compute(x, options));
}

function positionsOf({ statistics }: Layout): Map<string, number> {
  return new Map(
    statistics.flatMap(({ name, aliases }, i) =>
      [name, ...aliases].map((known): [string, number] => [known, i])
    ),
  );
}
