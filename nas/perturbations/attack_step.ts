import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../training/loss.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import { valueAndGradients } from "../training/value_and_gradients.ts";
import { clipRowsTensor } from "./clip_rows.ts";
import type { PerturbedNetwork, PerturbedPass } from "./perturbation.ts";

/** Inputs of the loss of an attack. */
export type AttackPass = PerturbedPass & { readonly y: tf.Tensor };

/** Inputs of one step of the attack: the mixture weights to move, their centre and how far. */
export interface AttackInputs extends AttackPass {
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

/** The loss before and after an attack, in evaluation mode. */
export function attackLossPart(
  { specs, logits }: Pick<PerturbedNetwork, "specs" | "logits">,
): ProgramPart<AttackPass, { loss: tf.Tensor }> {
  const { weights, statistics, matrices, data } = specs;
  return program({
    inputs: { weights, statistics, mixtures: matrices, ...data },
    // for several mixtures on the same images
    fixed: ["weights", "statistics", "x", "y"],
    fn: ({ y, ...pass }) => ({ loss: crossEntropy(logits(pass), y) }),
  });
}

/**
 * One step of the sign-gradient attack in evaluation mode: ascend the loss by `size` along the sign of its gradient,
 * project to the box of `epsilon` around the centre, clip.
 */
export function attackPart(
  { specs, logits }: Pick<PerturbedNetwork, "specs" | "logits">,
): ProgramPart<AttackInputs, AttackResults> {
  const { weights, statistics, matrices, data, scalar } = specs;
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
        return { loss: crossEntropy(logits({ ...inputs, mixtures }), y) };
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
