import { isOperationName, ownTraits } from "../space/operation_traits.ts";
import type { AnyGenotype } from "./any_genotype.ts";
import { shortly } from "./genotype_edge.ts";
import { type GraphGenotype, isGraphGenotype } from "./graph_genotype.ts";
import { storedGenotype } from "./stored_genotype.ts";

/**
 * Checks an architecture of any kind of a file that a stage wrote, as `storedGenotype` does.
 *
 * @param place Named in errors, such as `genotype.json`.
 * @throws {TypeError} If it is none.
 */
export function storedArchitecture(value: unknown, place: string): AnyGenotype {
  return typeof value === "object" && value !== null && isGraphGenotype(value)
    ? checkGraph({ ...value }, place)
    : storedGenotype(value, place);
}

/**
 * Checks a graph cell: any names of operations, but an edge from each earlier node, in order.
 */
function checkGraph(
  { nodes, operations }: { readonly [field: string]: unknown },
  place: string,
): GraphGenotype {
  const expected = (what: string, found: unknown, at: string) =>
    new TypeError(
      `Expected ${what} but found ${shortly(found)} in ${place}.nodes${at}`,
    );
  if (!Array.isArray(nodes) || nodes.length === 0) {
    throw expected("a list of nodes with edges", nodes, "");
  }
  const checked = nodes.map((edges: unknown, node) => {
    if (!Array.isArray(edges) || edges.length !== node + 1) {
      throw expected(
        `${node + 1} edges, one from each earlier node,`,
        edges,
        `[${node}]`,
      );
    }
    return edges.map((edge: unknown, source) => {
      const [operation, from] = Array.isArray(edge) ? edge : [];
      if (
        typeof operation !== "string" || !isOperationName(operation) ||
        from !== source
      ) {
        throw expected(
          `[operation, ${source}]`,
          edge,
          `[${node}][${source}]`,
        );
      }
      return [operation, source] as const;
    });
  });
  const own = operations === undefined
    ? undefined
    : ownTraits(operations as GraphGenotype["operations"]);
  return {
    nodes: checked,
    ...(own === undefined ? {} : { operations: own }),
  };
}
