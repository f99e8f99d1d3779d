/** Activations that a derived cell may have. */
export const ACTIVATION_NAMES = [
  "tanh",
  "relu",
  "sigmoid",
  "identity",
] as const;

/** Candidate activations of a recurrent cell, in the order of alpha columns (docs/recurrent.md section 1). */
export const RECURRENT_OPERATIONS = ["none", ...ACTIVATION_NAMES] as const;

/** An activation that a derived cell may have, or `none`. */
export type RecurrentOperation = typeof RECURRENT_OPERATIONS[number];

/** Nodes of the published recurrent cell. */
export const RECURRENT_NODES = 8;

/** Edges of a cell in which node i (from 0) may read the states 0 to i; state 0 is made of input and hidden state. */
export function recurrentEdges(nodes: number): number {
  return nodes * (nodes + 1) / 2;
}

/**
 * Rows of the alphas of one node: those of its edges from state 0 to its own number.
 *
 * @param node From 0.
 *
 * @example
 * ```ts
 * import { nodeRows } from "./recurrent_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, 1, 7].map(nodeRows), [[0, 1], [1, 3], [28, 36]]);
 * ```
 */
export function nodeRows(node: number): readonly [from: number, to: number] {
  const from = recurrentEdges(node);
  return [from, from + node + 1];
}
