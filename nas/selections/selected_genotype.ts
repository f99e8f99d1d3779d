import {
  type GenotypeEdge,
  isInPairs,
  liveEdges,
  namesNodes,
  nodeOf,
} from "../genotype/edge_nodes.ts";
import { type Genotype, genotypeOf } from "../genotype/genotype.ts";
import { type Alphas, checkAlphas } from "../space/alphas.ts";
import {
  CELL_KINDS,
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import { isDerivable, type OwnOperations } from "../space/operation_traits.ts";
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
  const cells = CELL_KINDS.map((kind) => {
    const chosen = edges(space, alphas, kind);
    const trouble = namesNodes(chosen)
      ? namedTrouble(space, kind, chosen)
      : pairsTrouble(space, kind, chosen);
    if (trouble !== undefined) {
      throw new RangeError(`${trouble} in the ${kind} cell of ${name}`);
    }
    return namesNodes(chosen) ? liveEdges(chosen) : [...chosen];
  });
  // both or none, as the texts of FairDARTS have it
  const named = cells.some((edges) => !isInPairs(edges, space.nodes));
  return genotypeOf(space, (kind) => {
    const edges = cells[CELL_KINDS.indexOf(kind)]!;
    return edges.map(([operation, source], at): GenotypeEdge =>
      named ? [operation, source, nodeOf(edges, at) + 2] : [operation, source]
    );
  });
}

/** Says which of the chosen edges of a cell, in pairs, is none or is twice there. */
function pairsTrouble(
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
    const trouble = operationTrouble(
      space[kind][firstEdge(node) + source]!,
      { operation, source, node, operations },
    );
    if (trouble !== undefined) return trouble;
  }
}

/** The same of edges that name their nodes. */
function namedTrouble(
  { nodes, operations, ...space }: SearchSpace,
  kind: CellKind,
  chosen: readonly GenotypeEdge[],
): string | undefined {
  const seen = new Set<string>();
  let last = 2;
  for (const [operation, source, into] of chosen) {
    if (
      into === undefined || !Number.isInteger(into) || into < last ||
      into > nodes + 1
    ) {
      return `Expected nodes from 2 to ${
        nodes + 1
      }, ascending, at all edges or at none but found ${into ?? "none"}`;
    }
    last = into;
    const node = into - 2;
    if (!Number.isInteger(source) || source < 0 || source >= into) {
      return `Expected a source below ${into} for node ${node} but found ${source}`;
    }
    const trouble = operationTrouble(
      space[kind][firstEdge(node) + source]!,
      { operation, source, node, operations },
    );
    if (trouble !== undefined) return trouble;
    const edge = `${operation} from source ${source} to node ${node}`;
    if (seen.has(edge)) {
      return `Expected each edge once but found ${edge} twice`;
    }
    seen.add(edge);
  }
}

/** Says that an operation is none of the candidates of its edge. */
function operationTrouble(
  all: readonly string[],
  { operation, source, node, operations }: {
    readonly operation: string;
    readonly source: number;
    readonly node: number;
    readonly operations: OwnOperations | undefined;
  },
): string | undefined {
  const candidates = all.filter((candidate) =>
    isDerivable(candidate, operations)
  );
  return candidates.includes(operation)
    ? undefined
    : `Expected one of ${
      candidates.join(", ")
    } from source ${source} to node ${node} but found ${operation}`;
}
