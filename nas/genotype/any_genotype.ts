import type { GenotypeEdge } from "./edge_nodes.ts";
import { type Genotype, genotypeOperations } from "./genotype.ts";
import {
  type GraphGenotype,
  graphOperations,
  isGraphGenotype,
} from "./graph_genotype.ts";
import type { ChosenOperations } from "../space/operation_traits.ts";

/** A derived architecture of any kind that a network is made of: two cells of edges, or a graph cell. */
export type AnyGenotype = Genotype | GraphGenotype;

/** Operations of an architecture of any kind. */
export function chosenOperations(genotype: AnyGenotype): ChosenOperations {
  return isGraphGenotype(genotype)
    ? graphOperations(genotype)
    : genotypeOperations(genotype);
}

/** Chosen edges of an architecture, of all of its cells. */
export function chosenEdges(genotype: AnyGenotype): GenotypeEdge[] {
  return isGraphGenotype(genotype)
    ? genotype.nodes.flat()
    : [...genotype.normal, ...genotype.reduce];
}
