import * as tf from "@tensorflow/tfjs-core";
import type { MixtureRef } from "./layers.ts";
import type { Layout } from "./layout.ts";
import { splitVector } from "./split_vector.ts";

/** Reads a parameter of a network by its name. */
export type ReadParameter = <R extends tf.Tensor>(name: string) => R;

/** Cuts flat weights into the parameters of a layout. */
export function parametersOf(
  layout: Layout,
  weights: tf.Tensor,
): ReadParameter {
  const pieces = new Map<string, tf.Tensor>();
  splitVector(weights, layout.parameters).forEach((piece, i) => {
    const { name, shape } = layout.parameters[i]!;
    pieces.set(name, tf.reshape(piece, [...shape]));
  });
  return <R extends tf.Tensor>(name: string): R => {
    const piece = pieces.get(name);
    if (piece === undefined) {
      throw new Error(`The layout has no parameter ${name}`);
    }
    return piece as R;
  };
}

/** Reads a single mixture weight. */
export type ReadMixture = (ref: MixtureRef) => tf.Scalar;

/**
 * Cuts matrices of mixture weights into single weights, each matrix when it is first asked for.
 *
 * @param mixtures Matrices by name, [edges, operations].
 * @param prepare Applied to each matrix as a whole.
 */
export function mixtureReader(
  mixtures: Readonly<Record<string, tf.Tensor>> | undefined,
  prepare: (weights: tf.Tensor) => tf.Tensor = (weights) => weights,
): ReadMixture {
  const known = new Map<string, tf.Scalar[]>();
  return ({ matrix, edge, operation }) => {
    const weights = mixtures?.[matrix];
    if (weights === undefined) {
      throw new Error(`No mixture weights were given for ${matrix}`);
    }
    const scalars = known.getOrInsertComputed(matrix, () => {
      const flat = tf.reshape(prepare(weights), [weights.size]);
      return tf.unstack(flat) as tf.Scalar[];
    });
    return scalars[edge * weights.shape[1]! + operation]!;
  };
}
