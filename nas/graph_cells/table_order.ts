import type { GraphGenotype } from "../genotype/graph_genotype.ts";
import {
  graphEdges,
  graphNodes,
  type GraphSpace,
} from "../space/graph_space.ts";
import { pythonRandom } from "./python_random.ts";

/** Seed with which the authors of NAS-Bench-201 shuffled the list of its architectures. */
const TABLE_SEED = 88;

/** Architectures of a space whose every edge offers the same candidates. */
function architectureCount({ edges }: GraphSpace): number {
  return edges.reduce((product, candidates) => product * candidates.length, 1);
}

/**
 * Codes of all architectures in the order of the published tables: entry `i` is the code of the architecture with index
 * `i`. A code has a digit for each edge, the first of them the most significant: the column of its operation
 * (docs/method.md section 1c). The order is that of Python's `random.seed(88); random.shuffle` on the codes in order.
 */
export function tableOrder(space: GraphSpace): Int32Array {
  const codes = Int32Array.from(
    { length: architectureCount(space) },
    (_, code) => code,
  );
  const { below } = pythonRandom(TABLE_SEED);
  for (let at = codes.length - 1; at > 0; at--) {
    const other = below(at + 1);
    const held = codes[at]!;
    codes[at] = codes[other]!;
    codes[other] = held;
  }
  return codes;
}

/**
 * Code of an architecture.
 *
 * @throws {RangeError} If it is not in the space.
 */
export function codeOf(space: GraphSpace, { nodes }: GraphGenotype): number {
  const chosen = nodes.flat();
  if (chosen.length !== space.edges.length) {
    throw new RangeError(
      `Expected ${space.edges.length} edges, as ${space.name} has, but found ${chosen.length}`,
    );
  }
  return space.edges.reduce((code, candidates, edge) => {
    const [operation] = chosen[edge]!;
    const column = candidates.indexOf(operation);
    if (column < 0) {
      throw new RangeError(
        `Expected an operation of ${
          candidates.join(", ")
        } but found ${operation} in edge ${edge}`,
      );
    }
    return code * candidates.length + column;
  }, 0);
}

/** Architecture of a code. */
export function ofCode(space: GraphSpace, code: number): GraphGenotype {
  const columns: number[] = [];
  let rest = code;
  for (const candidates of space.edges.toReversed()) {
    columns.unshift(rest % candidates.length);
    rest = Math.floor(rest / candidates.length);
  }
  const nodes: [string, number][][] = Array.from(
    { length: graphNodes(space) - 1 },
    () => [],
  );
  graphEdges(nodes.length + 1).forEach(({ node, source }, edge) => {
    nodes[node - 1]!.push([space.edges[edge]![columns[edge]!]!, source]);
  });
  return { nodes };
}

/**
 * Index of an architecture in the published tables.
 *
 * @throws {RangeError} If it is not in the space.
 */
export function tableIndex(space: GraphSpace, cell: GraphGenotype): number {
  return tableOrder(space).indexOf(codeOf(space, cell));
}

/**
 * Architecture of an index of the published tables.
 *
 * @throws {RangeError} If there is none.
 */
export function ofTableIndex(space: GraphSpace, index: number): GraphGenotype {
  const order = tableOrder(space);
  const code = order[index];
  if (code === undefined) {
    throw new RangeError(
      `Expected an index from 0 to ${order.length - 1} but found ${index}`,
    );
  }
  return ofCode(space, code);
}
