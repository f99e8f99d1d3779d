import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import {
  ACTIVATIONS,
  firstState,
  gatedMove,
  gateOf,
  masked,
  meanOf,
  type RecurrentCell,
} from "./recurrent_cell.ts";
import type { RecurrentGenotype } from "./recurrent_genotype.ts";

/**
 * Cell of a genotype: node i moves its one source s towards an activation, `s + c (phi(u) - s)`, where
 * `[c | u] = s W_i`. No state is normalised. The mean of the nodes that it names is the next hidden state
 * (docs/recurrent.md section 1).
 */
export function derivedRecurrence(
  { recurrent, concat }: RecurrentGenotype,
): RecurrentCell {
  return (weights) => {
    const { mask, nodes } = weights;
    const first = firstState(weights);
    return (input, hidden) => {
      const states: Tensor[] = [first(input, hidden)];
      recurrent.forEach(([operation, source], node) => {
        const state = states[source]!;
        const map = tf.matMul(
          masked(state, mask) as tf.Tensor2D,
          nodes[node]! as tf.Tensor2D,
        );
        states.push(gatedMove(state, gateOf(map), ACTIVATIONS[operation]));
      });
      return meanOf(concat.map((node) => states[node]!));
    };
  };
}
