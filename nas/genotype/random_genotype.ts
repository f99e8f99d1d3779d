import { randomStream } from "../../engine/philox.ts";
import type { GenotypeEdge } from "./edge_nodes.ts";
import { type Genotype, genotypeOf } from "./genotype.ts";
import { isDerivable } from "../space/operation_traits.ts";
import type { CellKind, SearchSpace } from "../space/edge_space.ts";

/**
 * Draws an architecture uniformly from a space: for each node two different sources, and for each of their edges an
 * operation other than `none`. A search should find better ones.
 *
 * @param space The space.
 * @param seed Seed of the draw.
 * @throws {RangeError} If an edge has no operation but `none`.
 *
 * @example
 * ```ts
 * import { randomGenotype } from "./random_genotype.ts";
 * import { searchSpace } from "../space/edge_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { normal } = randomGenotype(searchSpace("s2"), 1);
 * assertEquals(normal.length, 8);
 * assertEquals(normal, randomGenotype(searchSpace("s2"), 1).normal);
 * ```
 */
export function randomGenotype(space: SearchSpace, seed: number): Genotype {
  return genotypeOf(space, (kind) => drawCell(space, kind, seed));
}

function drawCell(
  space: SearchSpace,
  kind: CellKind,
  seed: number,
): GenotypeEdge[] {
  const random = randomStream({ seed, stream: `random genotype/${kind}` });
  let start = 0;
  return Array.from({ length: space.nodes }, (_, node) => {
    const sources = node + 2;
    const first = random.below(sources);
    // one of the others
    const second = (first + 1 + random.below(sources - 1)) % sources;
    const edges = [first, second].map((source): GenotypeEdge => {
      const candidates = space[kind][start + source]!.filter(
        (operation) => isDerivable(operation, space.operations),
      );
      if (candidates.length === 0) {
        throw new RangeError(
          `Expected an operation other than none but found [none] on edge ${
            start + source
          } of ${kind}`,
        );
      }
      return [candidates[random.below(candidates.length)]!, source];
    });
    start += sources;
    return edges;
  }).flat();
}
