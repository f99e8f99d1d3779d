import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import type { RecurrentOperation } from "./recurrent_space.ts";

/** Weights of a cell. */
export interface CellWeights {
  /** Of the hidden state in state 0, [units, 2 units]. */
  readonly first: Tensor;
  /** Of each node, [units, 2 units]. */
  readonly nodes: readonly Tensor[];
  /** Factors of dropout on all states, [batch, units]; undefined without. */
  readonly mask: Tensor | undefined;
}

/**
 * The next hidden state, [batch, units].
 *
 * @param input Part of the embedded word in state 0 before its gate, [batch, 2 units].
 * @param hidden [batch, units]
 */
export type CellStep = (input: Tensor, hidden: Tensor) => Tensor;

/** A cell for one pass over a sequence. */
export type RecurrentCell = (weights: CellWeights) => CellStep;

/** Activations by name; `none` has none, as it passes nothing on. */
export const ACTIVATIONS: Readonly<
  Record<Exclude<RecurrentOperation, "none">, (x: Tensor) => Tensor>
> = {
  tanh: (x) => tf.tanh(x),
  relu: (x) => tf.relu(x),
  sigmoid: (x) => tf.sigmoid(x),
  identity: (x) => x,
};

/** Gate and candidate of a map, [..., 2 units]: the sigmoid of its first half, and its second half. */
export function gateOf(
  map: Tensor,
): { readonly gate: Tensor; readonly candidate: Tensor } {
  const [gate, candidate] = tf.split(map, 2, map.rank - 1);
  return { gate: tf.sigmoid(gate!), candidate: candidate! };
}

/** A state after its dropout. */
export function masked(state: Tensor, mask: Tensor | undefined): Tensor {
  return mask === undefined ? state : tf.mul(state, mask);
}

/** Makes the function that moves a state towards an activation of its gated map: `s + c (phi(u) - s)`. */
export function gatedMove(
  state: Tensor,
  { gate, candidate }: { readonly gate: Tensor; readonly candidate: Tensor },
  activation: (x: Tensor) => Tensor,
): Tensor {
  return tf.add(state, tf.mul(gate, tf.sub(activation(candidate), state)));
}

/**
 * Makes the function that computes state 0, `h + c0 (tanh(u0) - h)`. As published, dropout counts for the map alone: h
 * itself is the whole hidden state (docs/recurrent.md section 1).
 */
export function firstState({ first, mask }: CellWeights): CellStep {
  return (input, hidden) => {
    const dropped = masked(hidden, mask) as tf.Tensor2D;
    const map = tf.add(input, tf.matMul(dropped, first as tf.Tensor2D));
    return gatedMove(hidden, gateOf(map), ACTIVATIONS.tanh);
  };
}

/** Mean of states. */
export function meanOf(states: readonly Tensor[]): Tensor {
  return tf.div(tf.addN(states as tf.Tensor[]), states.length);
}
