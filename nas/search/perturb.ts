import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../engine/philox.ts";
import { type AlphaMatrix, ofReadMatrices } from "../space/alpha_matrices.ts";
import type {
  PerturbAt,
  PerturbInputs,
  PerturbStep,
} from "../perturbations/perturbation.ts";

/** Place and radius of a perturbation. */
export interface PerturbOptions
  extends
    Pick<PerturbAt, "epsilon" | "epoch" | "step">,
    Partial<Pick<PerturbAt, "random" | "settle">> {
  /** Seed of all random numbers. */
  readonly seed: number;
  /** Matrices, as `alphaMatrices` has them, that no cell reads are left out of `norm`; all count without it. */
  readonly matrices?: readonly Pick<AlphaMatrix, "unread">[] | undefined;
}

/** Mixture weights for a weight step. */
export interface StepMixtures {
  /** One tensor for each matrix; the caller disposes them. */
  readonly mixtures: readonly tf.Tensor[];
  /** Loss after the attack minus loss before it, before any fall-back; null without an attack. */
  readonly gain: number | null;
  /** True when the attack had lowered the loss and was undone. */
  readonly fellBack: boolean;
  /** Largest difference of a perturbed mixture weight from the unperturbed one; null without a perturbation. */
  readonly norm: number | null;
  /** Evaluation-mode losses: unperturbed, before each attack step, final; empty without an attack. */
  readonly losses: readonly number[];
}

/**
 * Perturbs mixture weights for one weight step. Random numbers have addresses, so that a resumed search draws the same
 * ones.
 *
 * @param perturbed A perturbation that is prepared for the supernet and the batch size.
 * @throws {NonFiniteError} When a loss of an attack is not finite.
 * @throws {RangeError} When the perturbation gives other matrices than it got.
 */
export function perturb(
  perturbed: PerturbStep,
  inputs: PerturbInputs,
  options: PerturbOptions,
): StepMixtures {
  const { seed, epoch, step, epsilon, settle = (mixtures) => mixtures } =
    options;
  const {
    random = (matrix) =>
      randomStream({ seed, stream: `perturb/${matrix}`, epoch, step }),
    matrices = inputs.mixtures.map(() => ({})),
  } = options;
  const found = perturbed(inputs, { epsilon, epoch, step, random, settle });
  if (found === undefined) {
    const mixtures = inputs.mixtures.map((m) => tf.clone(m));
    return { mixtures, gain: null, fellBack: false, norm: null, losses: [] };
  }
  checkShapes(found.mixtures, inputs.mixtures);
  const mixtures = settle(found.mixtures);
  const { gain = null, fellBack = false, losses = [] } = found.attack ?? {};
  const norm = farthest(
    ofReadMatrices(matrices, mixtures),
    ofReadMatrices(matrices, inputs.mixtures),
  );
  return { mixtures, gain, fellBack, norm, losses };
}

function checkShapes(
  found: readonly tf.Tensor[],
  wanted: readonly tf.Tensor[],
): void {
  const shapes = (matrices: readonly tf.Tensor[]) =>
    matrices.map(({ shape }) => `[${shape.join(", ")}]`).join(" and ");
  if (shapes(found) !== shapes(wanted)) {
    throw new RangeError(
      `Expected perturbed mixture weights of ${shapes(wanted)} but found ${
        shapes(found) || "none"
      }`,
    );
  }
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
