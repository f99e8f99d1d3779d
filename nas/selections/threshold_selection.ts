import { edgeStrengths, strongestEdges } from "../genotype/genotype.ts";
import type { GenotypeEdge } from "../genotype/edge_nodes.ts";
import type { Alphas } from "../space/alphas.ts";
import {
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import { mixtureRows } from "../space/mixture_rows.ts";
import { isDerivable } from "../space/operation_traits.ts";
import type { EdgeSelection } from "./selection.ts";

/** Mixture weight that an operation needs to be kept; published. */
export const THRESHOLD = 0.85;

/** How {@linkcode thresholdSelection} selects. */
export interface ThresholdOptions {
  /** Name in results. */
  readonly name: string;
  /** Smallest mixture weight that is kept; published: 0.85. */
  readonly threshold?: number;
  /**
   * Which edges are looked at: the two `strongest` of each node, of which the strongest operation may be kept; or `all`,
   * with up to two operations on each.
   */
  readonly edges: "strongest" | "all";
}

/**
 * A selection of the operations whose mixture weights reach a threshold, so that a node keeps any number of edges, and a
 * cell may have none (FairDARTS).
 */
export function thresholdSelection(
  { name, threshold = THRESHOLD, edges }: ThresholdOptions,
): EdgeSelection {
  return {
    name,
    edges: (space, alphas, kind) =>
      edges === "strongest"
        ? strongest(space, alphas, kind, threshold)
        : all(space, alphas, kind, threshold),
  };
}

function strongest(
  space: SearchSpace,
  alphas: Alphas,
  kind: CellKind,
  threshold: number,
): GenotypeEdge[] {
  return edgeStrengths(space, alphas, kind).flatMap((edges, node) =>
    strongestEdges([edges])
      .filter(({ strength }) => strength >= threshold)
      .map(({ operation, source }): GenotypeEdge => [
        operation,
        source,
        node + 2,
      ])
  );
}

function all(
  { nodes, operations, ...space }: SearchSpace,
  alphas: Alphas,
  kind: CellKind,
  threshold: number,
): GenotypeEdge[] {
  const rows = mixtureRows(alphas, kind);
  return Array.from(
    { length: nodes },
    (_, node) =>
      Array.from({ length: node + 2 }, (_, source) => {
        const edge = firstEdge(node) + source;
        return space[kind][edge]!
          .map((operation, column) => ({
            operation,
            weight: rows[edge]![column]!,
          }))
          .filter(({ operation, weight }) =>
            isDerivable(operation, operations) && weight >= threshold
          )
          .sort((a, b) => a.weight - b.weight).slice(-2)
          .map(({ operation }): GenotypeEdge => [operation, source, node + 2]);
      }).flat(),
  ).flat();
}
