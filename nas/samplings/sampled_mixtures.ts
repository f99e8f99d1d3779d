import * as tf from "@tensorflow/tfjs-core";
import {
  type NamedValues,
  NonFiniteError,
  nonFiniteValues,
} from "../../common/non_finite.ts";
import { randomStream } from "../../engine/philox.ts";
import type { UndrawnGradient } from "../layers/drawn_edges.ts";
import type { AlphaMatrix } from "../space/alpha_matrices.ts";
import type { Relaxation } from "../relaxations/relaxation.ts";
import { maskedWeights } from "../relaxations/masked_weights.ts";
import { relaxed } from "../relaxations/relaxed.ts";
import type { RandomSampling, Sampling } from "./sampling.ts";

/** What the mixture weights of all matrices are drawn with, or the shapes of that. */
export type MixtureDraws<T = tf.Tensor> = {
  /** Random numbers for each matrix, [rows, columns] or [numbers for each alpha, rows, columns]. */
  readonly noise: readonly T[];
  /** Share of the epochs that are done, scalar. */
  readonly progress: T;
  /** The epoch over the last one, scalar. */
  readonly ramp: T;
};

/** Shape of the random numbers for a matrix of a shape. */
export function noiseShape(
  { perAlpha = 1 }: Pick<RandomSampling, "perAlpha">,
  matrix: readonly number[],
): number[] {
  return perAlpha === 1 ? [...matrix] : [perAlpha, ...matrix];
}

/** Gradient of the mixture weights that were not drawn; undefined where all candidates are computed. */
export function undrawnOf(
  sampling: Sampling | undefined,
): UndrawnGradient | undefined {
  return sampling?.architecture === undefined ? sampling?.undrawn : "none";
}

/** Place of a draw: a pass of a step. */
export interface DrawAt {
  readonly seed: number;
  /** Pass of the step, such as `weight`. */
  readonly pass: string;
  readonly epoch: number;
  readonly step: number;
  /** Number of epochs. */
  readonly epochs: number;
}

/**
 * Draws for all matrices; undefined where the sampling takes no random numbers. The caller disposes them.
 *
 * @param alphas Raw alphas of each matrix, [rows, columns].
 * @throws {NonFiniteError} If the sampling reads alphas that are not finite.
 */
export function drawMixtures(
  sampling: Sampling | undefined,
  matrices: readonly AlphaMatrix[],
  alphas: readonly tf.Tensor[],
  { seed, pass, epoch, step, epochs }: DrawAt,
): MixtureDraws | undefined {
  if (sampling?.noise === undefined) return undefined;
  const { noise } = sampling;
  return {
    noise: matrices.map(({ name, rows, columns }, i) => {
      const shape = noiseShape(sampling, [rows, columns]);
      const numbers = new Float32Array(shape.reduce((a, b) => a * b));
      const stream = `sample/${pass}/${name}`;
      noise(numbers, randomStream({ seed, stream, epoch, step }), {
        columns,
        alphas: () =>
          finiteAlphas(
            [`alphas_${name}`, alphas[i]!.dataSync()],
            `at epoch ${epoch + 1} step ${step + 1}`,
          ),
      });
      return tf.tensor(numbers, shape);
    }),
    progress: tf.scalar(epoch / epochs),
    ramp: tf.scalar(epochs < 2 ? 0 : epoch / (epochs - 1)),
  };
}

/** Alphas that may be drawn from: with others a draw by rejection would never end. */
function finiteAlphas(
  [name, values]: NamedValues,
  place: string,
): ArrayLike<number> {
  const fault = nonFiniteValues([[name, values]]);
  if (fault !== undefined) throw new NonFiniteError(`${fault}, ${place}`);
  return values;
}

/** Parts of a method that make mixture weights of alphas in training steps. */
export interface TrainingMixtures {
  /** Soft-max by default. */
  readonly relaxation?: Relaxation | undefined;
  /** In the place of the relaxation; none by default. */
  readonly sampling?: Sampling | undefined;
  /** Given where some candidates are pruned: see {@linkcode maskedWeights}. */
  readonly masks?: Parameters<typeof maskedWeights>[1];
}

/**
 * Mixture weights of a training step, matrix by matrix: by the relaxation without a sampling. All candidates are drawn;
 * the weights of those that are left are then divided by their sum.
 *
 * @param draws Where the sampling takes random numbers.
 * @throws {RangeError} Where the sampling gives a matrix of another shape.
 */
export function sampledMixtures(
  { masks, ...method }: TrainingMixtures,
  alphas: readonly tf.Tensor[],
  draws: MixtureDraws | undefined,
): tf.Tensor[] {
  return maskedWeights(
    alphas,
    masks,
    (alphas) => mixturesOfAll(method, alphas, draws),
  );
}

function mixturesOfAll(
  { relaxation, sampling }: TrainingMixtures,
  alphas: readonly tf.Tensor[],
  draws: MixtureDraws | undefined,
): tf.Tensor[] {
  if (sampling?.architecture !== undefined) {
    return draws!.noise.map((drawn) => tf.clone(drawn));
  }
  if (sampling?.noise === undefined) {
    const mixtures = sampling?.weights === undefined
      ? relaxed(relaxation, alphas)
      : alphas.map(sampling.weights);
    return mixtures.map((mixture, i) => likeAlphas(mixture, alphas[i]!));
  }
  if (draws === undefined) {
    throw new TypeError(
      `Expected random numbers for the sampling ${sampling.name} but found none`,
    );
  }
  const { noise, ...schedule } = draws;
  return alphas.map((matrix, i) =>
    likeAlphas(
      sampling.weights(matrix, { noise: noise[i]!, ...schedule }),
      matrix,
    )
  );
}

function likeAlphas(found: tf.Tensor, { shape }: tf.Tensor): tf.Tensor {
  if (`${found?.shape}` === `${shape}`) return found;
  throw new RangeError(
    `Expected mixture weights of [${shape.join(", ")}] but found ${
      found === undefined ? "none" : `[${found.shape.join(", ")}]`
    }`,
  );
}
