import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import {
  ACTIVATIONS,
  firstState,
  gateOf,
  masked,
  meanOf,
  type RecurrentCell,
} from "./recurrent_cell.ts";
import { nodeRows, RECURRENT_OPERATIONS } from "./recurrent_space.ts";
import type { StateNorm } from "./state_norm.ts";

/** Mixture weights of the edges of one node, [sources, 1, 1] each. */
interface NodeMixture {
  /** Of each activation. */
  readonly weights: readonly (readonly [
    activation: (x: Tensor) => Tensor,
    weight: Tensor,
  ])[];
  /** Their sum: less than 1, as `none` has a share. */
  readonly total: Tensor;
}

/**
 * Cell of a search: node i is the sum over its sources j and the activations phi of `f (s_j + c (phi(u) - s_j))`, where
 * `[c | u] = s_j W_i`, and f is the mixture weight; `none` contributes nothing. State 0 and all nodes pass one
 * normalisation. The mean of the nodes is the next hidden state (docs/recurrent.md section 1).
 *
 * @param mixtures [edges, operations]
 */
export function mixedRecurrence(
  mixtures: Tensor,
  { norm }: Pick<StateNorm, "norm">,
): RecurrentCell {
  return (weights) => {
    const { mask, nodes } = weights;
    const first = firstState(weights);
    const ofNodes = nodes.map((_, node) => nodeMixture(mixtures, node));
    return (input, hidden) => {
      const states = [norm(first(input, hidden))];
      const dropped = [masked(states[0]!, mask)];
      nodes.forEach((weight, node) => {
        const sum = mixedNode(states, dropped, {
          weight,
          mixture: ofNodes[node]!,
        });
        const state = norm(sum);
        states.push(state);
        dropped.push(masked(state, mask));
      });
      return meanOf(states.slice(1));
    };
  };
}

function nodeMixture(mixtures: Tensor, node: number): NodeMixture {
  const [from, to] = nodeRows(node);
  const weights = RECURRENT_OPERATIONS.flatMap((name, column) =>
    name === "none" ? [] : [
      [
        ACTIVATIONS[name],
        tf.reshape(
          tf.slice(mixtures, [from, column], [to - from, 1]),
          [to - from, 1, 1],
        ),
      ] as const,
    ]
  );
  return { weights, total: tf.addN(weights.map(([, weight]) => weight)) };
}

/** A node before its normalisation: all its sources at once. */
function mixedNode(
  states: readonly Tensor[],
  dropped: readonly Tensor[],
  { weight, mixture: { weights, total } }: {
    readonly weight: Tensor;
    readonly mixture: NodeMixture;
  },
): Tensor {
  const [batch, units] = states[0]!.shape as [number, number];
  const sources = states.length;
  const map = tf.reshape(
    tf.matMul(tf.concat([...dropped], 0) as tf.Tensor2D, weight as tf.Tensor2D),
    [sources, batch, 2 * units],
  );
  const { gate, candidate } = gateOf(map);
  const activated = tf.addN(
    weights.map(([activation, share]) => tf.mul(activation(candidate), share)),
  );
  const kept = tf.mul(tf.stack([...states]), total);
  return tf.sum(tf.add(kept, tf.mul(gate, tf.sub(activated, kept))), 0);
}
