import { randomStream } from "../../engine/philox.ts";
import { deriveGraph, type GraphGenotype } from "../genotype/graph_genotype.ts";
import type { GraphSpace } from "../space/graph_space.ts";

/**
 * Draws a graph cell uniformly: for each edge an operation of its candidates, `none` included.
 *
 * @param seed Seed of the draw.
 */
export function randomGraph(space: GraphSpace, seed: number): GraphGenotype {
  const random = randomStream({ seed, stream: "random genotype/edges" });
  return deriveGraph(space, {
    edges: space.edges.map((candidates) => {
      const drawn = random.below(candidates.length);
      return candidates.map((_, column) => Number(column === drawn));
    }),
  });
}
