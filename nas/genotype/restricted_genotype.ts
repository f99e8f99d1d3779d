import type { Alphas } from "../space/alphas.ts";
import {
  deriveGenotype,
  type EdgeStrength,
  edgeStrengths,
  type Genotype,
  genotypeOf,
  strongestEdges,
} from "./genotype.ts";
import { isDerivable } from "../space/operation_traits.ts";
import { firstEdge, type SearchSpace } from "../space/edge_space.ts";

/**
 * Derives an architecture whose normal cell has at most `maxSkips` operations `skip_connect`, as P-DARTS does
 * (published: 2): while there are more, `skip_connect` is excluded from the weakest of their edges and the cell is
 * derived again. An edge without another operation is left alone.
 *
 * @throws {RangeError} If the alphas do not fit the space.
 *
 * @example
 * ```ts
 * import { restrictedGenotype } from "./restricted_genotype.ts";
 * import { searchSpace } from "../space/edge_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [[2, 0], [1, 0]];
 * const alphas = { normal: rows, reduce: rows };
 * const { normal } = restrictedGenotype(searchSpace("s2", { nodes: 1 }), alphas, 1);
 * assertEquals(normal, [["skip_connect", 0], ["sep_conv_3x3", 1]]);
 * ```
 */
export function restrictedGenotype(
  space: SearchSpace,
  alphas: Alphas,
  maxSkips: number,
): Genotype {
  const derived = deriveGenotype(space, alphas);
  const withoutSkip = new Set<number>();
  for (;;) {
    const strengths = edgeStrengths(space, alphas, "normal", withoutSkip);
    const chosen = strongestEdges(strengths);
    const edgeOf = (edge: EdgeStrength) =>
      firstEdge(strengths.findIndex((edges) => edges.includes(edge))) +
      edge.source;
    const skips = chosen.filter(({ operation }) =>
      operation === "skip_connect"
    );
    const [weakest] = skips
      .filter((skip) =>
        space.normal[edgeOf(skip)]!.some((operation) =>
          operation !== "skip_connect" &&
          isDerivable(operation, space.operations)
        )
      )
      .sort((a, b) => a.strength - b.strength || edgeOf(a) - edgeOf(b));
    if (skips.length <= maxSkips || weakest === undefined) {
      return genotypeOf(
        space,
        (kind) =>
          kind === "reduce"
            ? [...derived.reduce]
            : chosen.map(({ operation, source }) => [operation, source]),
      );
    }
    withoutSkip.add(edgeOf(weakest));
  }
}
