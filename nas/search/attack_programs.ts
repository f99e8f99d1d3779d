import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../training/loss.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import { valueAndGradients } from "../training/value_and_gradients.ts";
import type { SearchForward, SearchSpecs } from "./search_forward.ts";
import type { EvaluateInputs } from "./validation_programs.ts";

/** Inputs of a random perturbation, matrix by matrix. */
export interface NoiseInputs {
  readonly mixtures: readonly tf.Tensor[];
  readonly noise: readonly tf.Tensor[];
}

/** Inputs of one step of the attack: the mixture weights to move, their centre and how far. */
export interface AttackInputs extends EvaluateInputs {
  /** Unperturbed mixture weights of each matrix. */
  readonly centre: readonly tf.Tensor[];
  /** Half the side of the box around the centre, scalar. */
  readonly epsilon: tf.Tensor;
  /** Length of the step in each coordinate, scalar. */
  readonly size: tf.Tensor;
}

export interface AttackResults {
  /** Loss before the step. */
  readonly loss: tf.Tensor;
  /** Mixture weights after it. */
  readonly mixtures: readonly tf.Tensor[];
}

/** Adds noise to mixture weights and clips: see `SearchParts.perturb`. */
export function perturbPart(
  { matrices }: SearchSpecs,
): ProgramPart<NoiseInputs, tf.Tensor[]> {
  return program({
    inputs: { mixtures: matrices, noise: matrices },
    fn: ({ mixtures, noise }) =>
      mixtures.map((m, i) => clipRowsTensor(tf.add(m, noise[i]!))),
  });
}

/** One step of the sign-gradient attack on mixture weights: see `SearchParts.attack`. */
export function attackPart(
  { weights, statistics, matrices, data, scalar }: SearchSpecs,
  forward: SearchForward,
): ProgramPart<AttackInputs, AttackResults> {
  return program({
    inputs: {
      weights,
      statistics,
      centre: matrices,
      mixtures: matrices,
      ...data,
      epsilon: scalar,
      size: scalar,
    },
    // intermediate results of these inputs alone are the same in each step of an attack
    fixed: ["weights", "statistics", "centre", "x", "y", "epsilon", "size"],
    fn: ({ mixtures: from, centre, y, epsilon, size, ...inputs }) => {
      const { values, gradients } = valueAndGradients(({ mixtures }) => {
        const { logits } = forward("eval", { ...inputs, mixtures });
        return { loss: crossEntropy(logits, y) };
      }, { mixtures: from });
      const mixtures = centre.map((middle, i) => {
        const ascended = tf.add(
          from[i]!,
          tf.mul(tf.sign(gradients.mixtures[i]!), size),
        );
        const offset = tf.maximum(
          tf.minimum(tf.sub(ascended, middle), epsilon),
          tf.neg(epsilon),
        );
        return clipRowsTensor(tf.add(middle, offset));
      });
      return { loss: values.loss, mixtures };
    },
  });
}

/**
 * Projects rows of perturbed mixture weights back towards the simplex (docs/method.md section 4, `clip`): clamp to
 * [0, 1], put 1 at the arg-max before clamping where nothing is left, divide by the row's sum.
 *
 * @param rows [edges, operations]
 */
export function clipRowsTensor(rows: tf.Tensor): tf.Tensor {
  const clamped = tf.clipByValue(rows, 0, 1);
  const empty = tf.equal(tf.sum(clamped, 1, true), 0);
  const winner = tf.cast(
    tf.oneHot(tf.cast(tf.argMax(rows, 1), "int32"), rows.shape[1]!),
    "float32",
  );
  // 1 and 0 as factors: where() cannot broadcast a column over a row
  const lost = tf.cast(empty, "float32");
  const filled = tf.add(
    tf.mul(clamped, tf.sub(1, lost)),
    tf.mul(winner, lost),
  );
  return tf.div(filled, tf.sum(filled, 1, true));
}
