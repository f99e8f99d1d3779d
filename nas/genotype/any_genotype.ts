import type { GenotypeEdge } from "./edge_nodes.ts";
import { type Genotype, genotypeOperations } from "./genotype.ts";
import {
  type GraphGenotype,
  graphOperations,
  isGraphGenotype,
} from "./graph_genotype.ts";
import { CELL_KINDS, type CellKind } from "../space/edge_space.ts";
import type { ChosenOperations } from "../space/operation_traits.ts";

/** A derived architecture of any kind that a network is made of: two cells of edges, or a graph cell. */
export type AnyGenotype = Genotype | GraphGenotype;

/** Operations of an architecture of any kind. */
export function chosenOperations(genotype: AnyGenotype): ChosenOperations {
  return isGraphGenotype(genotype)
    ? graphOperations(genotype)
    : genotypeOperations(genotype);
}

/**
 * Chosen edges of an architecture, of all of its cells.
 *
 * @param kinds Kinds of the cells of the network.
 */
export function chosenEdges(
  genotype: AnyGenotype,
  kinds: readonly CellKind[] = CELL_KINDS,
): GenotypeEdge[] {
  return isGraphGenotype(genotype)
    ? genotype.nodes.flat()
    : kinds.flatMap((kind) => genotype[kind]);
}
