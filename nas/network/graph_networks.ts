import type { GraphGenotype } from "../genotype/graph_genotype.ts";
import type { Layers, SkipFactor } from "../layers/layers.ts";
import type { Operations } from "../operations/operation.ts";
import type { GraphSpace } from "../space/graph_space.ts";
import type { KeptCandidates } from "../space/kept_candidates.ts";
import type { NetworkSizes } from "./backbone.ts";

/** Sizes of a network of graph cells, and the operations of its edges; published for NAS-Bench-201: 16 channels and 15 cells. */
export interface GraphSizes
  extends Pick<NetworkSizes, "channels" | "cells" | "classes" | "recompute"> {
  readonly operations: Operations;
}

/**
 * The networks of graph cells. They are a module of their own, which a stage loads where the space or the genotype is of
 * that kind: keys of other stages do not hold it.
 */
export interface GraphNetworks {
  /** The search network: images to logits. */
  supernet<T>(
    layers: Layers<T>,
    images: T,
    config: GraphSizes & {
      readonly space: GraphSpace;
      /** Factor of the auxiliary skip of every edge; none by default. */
      readonly auxiliarySkip?: SkipFactor | undefined;
      /** Candidates that are computed; all by default. */
      readonly kept?: KeptCandidates | undefined;
      /** One of this many channels goes through the candidates; all by default. */
      readonly channelShare?: number | undefined;
    },
  ): T;
  /** The network of a derived cell: images to logits. */
  network<T>(
    layers: Layers<T>,
    images: T,
    config: GraphSizes & { readonly genotype: GraphGenotype },
  ): T;
}

/** Code of the networks of graph cells, in the sizes of a network that may be one. */
export interface WithGraphs {
  /** Given where the space or the genotype is of graph cells. */
  readonly graphs?: GraphNetworks | undefined;
}

/**
 * The networks of graph cells.
 *
 * @throws {RangeError} If they were not loaded.
 */
export function graphsOf({ graphs }: WithGraphs): GraphNetworks {
  if (graphs === undefined) {
    throw new RangeError("Expected the networks of graph cells but found none");
  }
  return graphs;
}
