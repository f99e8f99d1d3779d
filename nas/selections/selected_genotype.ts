import {
  type Genotype,
  type GenotypeEdge,
  genotypeOf,
} from "../genotype/genotype.ts";
import { type Alphas, checkAlphas } from "../space/alphas.ts";
import {
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import { isDerivable } from "../space/operation_traits.ts";
import type { EdgeSelection } from "./selection.ts";

/**
 * The architecture that a selection makes of alphas.
 *
 * @throws {RangeError} If the alphas do not fit the space, or the selection gives edges that the space does not have.
 */
export function selectedGenotype(
  { name, edges }: EdgeSelection,
  space: SearchSpace,
  alphas: Alphas,
): Genotype {
  checkAlphas(space, alphas);
  return genotypeOf(space, (kind) => {
    const chosen = edges(space, alphas, kind);
    const trouble = edgesTrouble(space, kind, chosen);
    if (trouble !== undefined) {
      throw new RangeError(`${trouble} in the ${kind} cell of ${name}`);
    }
    return [...chosen];
  });
}

/** Says which of the chosen edges of a cell is none, or is twice there. */
function edgesTrouble(
  { nodes, operations, ...space }: SearchSpace,
  kind: CellKind,
  chosen: readonly GenotypeEdge[],
): string | undefined {
  if (chosen.length !== 2 * nodes) {
    return `Expected two edges for each of ${nodes} nodes but found ${chosen.length}`;
  }
  for (const [at, [operation, source]] of chosen.entries()) {
    const node = Math.floor(at / 2);
    const known = Number.isInteger(source) && source >= 0 && source < node + 2;
    if (!known || (at % 2 === 1 && chosen[at - 1]![1] === source)) {
      return `Expected two sources below ${
        node + 2
      } for node ${node} but found ${chosen[at - at % 2]![1]} and ${
        chosen[at - at % 2 + 1]![1]
      }`;
    }
    const candidates = space[kind][firstEdge(node) + source]!
      .filter((candidate) => isDerivable(candidate, operations));
    if (!candidates.includes(operation)) {
      return `Expected one of ${
        candidates.join(", ")
      } from source ${source} to node ${node} but found ${operation}`;
    }
  }
}
