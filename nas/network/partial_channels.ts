import { betasName } from "../space/edge_weights.ts";
import type { Layers, MixtureRef, SkipFactor } from "../layers/layers.ts";
import { type MixedEdge, mixedTerms } from "./mixed_terms.ts";
import type { Operations } from "../operations/operation.ts";
import { firstEdge, type SearchSpace } from "../space/edge_space.ts";

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
}

/** A value in two parts: the channels for the candidates, and those that bypass them, halved for edges of stride 2. */
interface Parts<T> {
  readonly worked: T;
  readonly rest: (stride: 1 | 2) => T;
}

function partsOf<T>(layers: Layers<T>, x: T): Parts<T> {
  const channels = layers.channels(x);
  if (channels % CHANNEL_SHARE !== 0) {
    throw new RangeError(
      `Expected channels divisible by ${CHANNEL_SHARE} for partial channels but found ${channels}`,
    );
  }
  const [worked, rest] = layers.split(x, channels / CHANNEL_SHARE);
  let halved: T | undefined;
  return {
    worked,
    rest: (stride) => stride === 1 ? rest : halved ??= layers.half(rest),
  };
}

/** An edge of a node. */
interface PartialEdge<T> {
  readonly kinds: readonly string[];
  readonly options: MixedEdge;
  readonly parts: Parts<T>;
  /** Edge normalisation: the weight of the edge among those of its node. */
  readonly weight: MixtureRef;
}

/** Sum over edges. All shuffle in the same way, so the sum is shuffled, once. */
function joined<T>(layers: Layers<T>, edges: readonly PartialEdge<T>[]): T {
  const worked = edges.map(({ kinds, options, parts, weight }) => {
    const terms = mixedTerms(layers, kinds, parts.worked, options);
    return layers.weigh(layers.add(terms), weight);
  });
  const rests = edges.map(({ parts, options, weight }) =>
    layers.weigh(parts.rest(options.stride), weight)
  );
  return layers.shuffle(
    layers.concat([layers.add(worked), layers.add(rests)]),
    CHANNEL_SHARE,
  );
}

/**
 * Makes the function that computes a node of a PC-DARTS cell: mixed operations on one channel of four, each edge times
 * its weight among the edges of the node.
 */
export function partialNodes<T>(
  layers: Layers<T>,
  { space, operations, name, reduction, states, auxiliarySkip }: NodesOptions<
    T
  >,
): (node: number) => T {
  const matrix = reduction ? "reduce" : "normal";
  const parts: Parts<T>[] = [];
  return (node) => {
    // a value is split once, however many edges leave it
    for (const state of states.slice(parts.length)) {
      parts.push(partsOf(layers, state));
    }
    return joined(
      layers,
      parts.map((part, source) => {
        const edge = firstEdge(node) + source;
        return {
          kinds: space[matrix][edge]!,
          parts: part,
          options: {
            operations,
            name: `${name}._ops.${edge}`,
            stride: reduction && source < 2 ? 2 : 1,
            matrix,
            edge,
            auxiliarySkip,
          },
          weight: {
            matrix: betasName(matrix, node),
            edge: 0,
            operation: source,
          },
        };
      }),
    );
  };
}
