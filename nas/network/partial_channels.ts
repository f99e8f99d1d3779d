import { betasName } from "../space/edge_weights.ts";
import type { Layers, SkipFactor } from "../layers/layers.ts";
import { divided, type DividedValue, joined } from "./divided_channels.ts";
import { mixedTerms } from "./mixed_terms.ts";
import type { Operations } from "../operations/operation.ts";
import { firstEdge, type SearchSpace } from "../space/edge_space.ts";
import type { KeptCandidates } from "../space/kept_candidates.ts";

/**
 * One of this many channels goes through the candidates, and the channels are shuffled in as many groups; published.
 */
export const CHANNEL_SHARE = 4;

/** The cell whose nodes are computed one after the other. */
export interface NodesOptions<T> {
  readonly space: SearchSpace;
  /** Operations by name; all candidates are among them. */
  readonly operations: Operations;
  /** Prefix of parameter names. */
  readonly name: string;
  /** True for a cell that halves the map. */
  readonly reduction: boolean;
  /** The two inputs of the cell, then its nodes so far: grows by each node that is computed. */
  readonly states: readonly T[];
  /** True where training may drop edges; not supported by partial channels. */
  readonly dropsPaths?: boolean | undefined;
  /** True where training may drop values of skips; not supported by partial channels. */
  readonly dropsSkips?: boolean | undefined;
  /** Factor of the auxiliary skips of all edges; none by default. */
  readonly auxiliarySkip?: SkipFactor | undefined;
  /** Which candidates are computed; all by default. */
  readonly kept?: KeptCandidates | undefined;
  /** One of this many channels goes through the candidates, and edges have no weights (DrNAS); all by default. */
  readonly channelShare?: number | undefined;
}

/**
 * Makes the function that computes a node of a cell whose mixed operations are on some of the channels: on one of four,
 * each edge times its weight among the edges of the node (PC-DARTS), or on a given share, without such weights.
 */
export function partialNodes<T>(
  layers: Layers<T>,
  { space, operations, name, reduction, states, ...options }: NodesOptions<T>,
): (node: number) => T {
  const matrix = reduction ? "reduce" : "normal";
  const share = options.channelShare ?? CHANNEL_SHARE;
  const values: DividedValue<T>[] = [];
  return (node) => {
    // a value is split once, however many edges leave it
    for (const state of states.slice(values.length)) {
      values.push(divided(layers, state, share));
    }
    const terms = values.map(({ worked, rest }, source) => {
      const edge = firstEdge(node) + source;
      const stride = reduction && source < 2 ? 2 : 1;
      const weight = {
        matrix: betasName(matrix, node),
        edge: 0,
        operation: source,
      };
      const mixed = mixedTerms(layers, space[matrix][edge]!, worked, {
        operations,
        name: `${name}._ops.${edge}`,
        stride,
        matrix,
        edge,
        kept: options.kept?.[matrix]?.[edge],
        auxiliarySkip: options.auxiliarySkip,
      });
      return {
        worked: layers.add(mixed),
        rest: rest(stride),
        ...(space.mixture === "partial" ? { weight } : {}),
      };
    });
    return joined(layers, terms, share);
  };
}
