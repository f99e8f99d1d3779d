import * as tf from "@tensorflow/tfjs-core";
import type { BatchImages } from "../../common/non_finite.ts";
import { randomStream } from "../../engine/philox.ts";
import type { SearchMethod } from "./method.ts";
import type { SearchParts } from "./search_programs.ts";
import type { Statistics } from "../layers/statistics.ts";
import { finiteScalars } from "../training/batch.ts";
import type { Programs } from "../training/programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";

/** Number of steps of the attack; published. */
export const ATTACK_STEPS = 7;

/** Inputs of a perturbation. */
export interface PerturbInputs {
  /** Mixture weights of each matrix, unperturbed. */
  readonly mixtures: readonly tf.Tensor[];
  readonly weights: tf.Tensor;
  /** Running statistics: the attack runs in evaluation mode. */
  readonly statistics: Statistics;
  /** Training batch of the coming weight step. */
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  /** Images of the batch, which messages name. */
  readonly images?: BatchImages;
  /** Seed of noise operations for the k-th forward pass of this step. */
  readonly noiseSeed: (pass: number) => tf.Tensor;
}

/** Place and radius of a perturbation. */
export interface PerturbOptions {
  /** Radius of this epoch. */
  readonly epsilon: number;
  readonly seed: number;
  /** Epoch, from 0. */
  readonly epoch: number;
  /** Step of the epoch, from 0. */
  readonly step: number;
  /** Noise in units of epsilon that replaces the drawn noise, for tests. */
  readonly unitNoise?: readonly Float32Array[];
}

/** Perturbed mixture weights. */
export interface Perturbed {
  /** One tensor for each matrix; the caller disposes them. */
  readonly mixtures: readonly tf.Tensor[];
  /** Loss after the attack minus loss before it, before any fall-back; null without an attack. */
  readonly gain: number | null;
  /** True when the attack had lowered the loss and was undone. */
  readonly fellBack: boolean;
  /** Largest difference of a perturbed mixture weight from the unperturbed one; null without a perturbation. */
  readonly norm: number | null;
  /** Evaluation-mode losses: unperturbed, before each attack step, final; empty without an attack. */
  readonly losses: number[];
}

/**
 * Perturbs mixture weights for one weight step (docs/method.md section 4): not at all, by uniform noise, or by the
 * seven-step sign-gradient attack from a random start, in evaluation mode, undone where it lowers the loss.
 *
 * @throws {NonFiniteError} When a loss of the attack is not finite: what it lowers cannot be told.
 */
export function perturb(
  method: SearchMethod,
  programs: Programs<SearchParts>,
  inputs: PerturbInputs,
  options: PerturbOptions,
): Perturbed {
  const { mixtures } = inputs;
  const none = { gain: null, fellBack: false, losses: [] };
  if (method.perturbation === "none") {
    return { ...none, norm: null, mixtures: mixtures.map((m) => tf.clone(m)) };
  }
  const noise = mixtures.map((m, i) => uniformNoise(m, i, options));
  const start = programs.perturb({ mixtures, noise });
  tf.dispose(noise);
  return method.perturbation === "random"
    ? { ...none, norm: farthest(start, mixtures), mixtures: start }
    : attack(programs, inputs, start, options);
}

/** Largest difference of mixture weights. They are a few hundred numbers, which cost nothing to read. */
function farthest(
  mixtures: readonly tf.Tensor[],
  centre: readonly tf.Tensor[],
): number {
  let largest = 0;
  mixtures.forEach((matrix, i) => {
    const from = centre[i]!.dataSync();
    matrix.dataSync().forEach((weight, at) => {
      largest = Math.max(largest, Math.abs(weight - from[at]!));
    });
  });
  return largest;
}

function uniformNoise(
  like: tf.Tensor,
  matrix: number,
  { epsilon, seed, epoch, step, unitNoise }: PerturbOptions,
): tf.Tensor {
  const values = new Float32Array(like.size);
  const unit = unitNoise?.[matrix];
  if (unit !== undefined) values.set(unit.map((u) => u * epsilon));
  else {
    const address = { seed, stream: `perturb/${matrix}`, epoch, step };
    randomStream(address).fillUniform(values, -epsilon, epsilon);
  }
  return tf.tensor(values, like.shape);
}

function attack(
  programs: Programs<SearchParts>,
  { mixtures: centre, noiseSeed, images, ...pass }: PerturbInputs,
  start: readonly tf.Tensor[],
  { epsilon, epoch, step: at }: PerturbOptions,
): Perturbed {
  const place = `loss of the attack at epoch ${epoch + 1} step ${at + 1}`;
  const finite = (loss: tf.Tensor) =>
    finiteScalars({ loss }, place, images).loss;
  const lossAt = (mixtures: readonly tf.Tensor[], at: number): number => {
    const seed = noiseSeed(at);
    const results = programs.attackLoss({ ...pass, mixtures, seed });
    const value = finite(results.loss);
    disposeTensors(results, seed);
    return value;
  };
  const before = lossAt(centre, 0);
  const losses = [before];
  const radius = tf.scalar(epsilon);
  const size = tf.scalar(2 * epsilon / ATTACK_STEPS);
  let attacked = start;
  for (let step = 0; step < ATTACK_STEPS; step++) {
    const seed = noiseSeed(1 + step);
    const { loss, mixtures } = programs.attack({
      ...pass,
      centre,
      mixtures: attacked,
      seed,
      epsilon: radius,
      size,
    });
    losses.push(finite(loss));
    disposeTensors(loss, seed, attacked);
    attacked = mixtures;
  }
  disposeTensors(radius, size);
  const after = lossAt(attacked, 1 + ATTACK_STEPS);
  losses.push(after);
  // the weight step needs the memory
  programs.forget();
  const gain = after - before;
  if (after >= before) {
    const norm = farthest(attacked, centre);
    return { mixtures: attacked, gain, fellBack: false, norm, losses };
  }
  disposeTensors(attacked);
  return {
    mixtures: centre.map((m) => tf.clone(m)),
    gain,
    fellBack: true,
    norm: 0,
    losses,
  };
}
