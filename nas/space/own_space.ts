import {
  CELL_KINDS,
  edgeCount,
  type Primitive,
  type SearchSpace,
} from "./edge_space.ts";

/** A space of cells that a user describes. */
export interface OwnSpace {
  /** Name in results. */
  readonly name: string;
  /** Intermediate nodes of a cell. */
  readonly nodes: number;
  /** Candidates of every edge for which nothing else is said. */
  readonly candidates?: readonly Primitive[] | undefined;
  /** Candidates of each edge of a normal cell, ordered by node, then by source; as many on each. */
  readonly normal?: readonly (readonly Primitive[])[] | undefined;
  /** The same for a reduction cell. */
  readonly reduce?: readonly (readonly Primitive[])[] | undefined;
}

/** A complaint about a part of a description. */
export interface SpaceComplaint {
  /** Where it is. */
  readonly path: readonly (string | number)[];
  /** What is wrong. */
  readonly message: string;
}

/** What is wrong with a description; nothing where {@linkcode ownSpace} can build it. */
export function checkOwnSpace(own: OwnSpace): SpaceComplaint[] {
  const found: SpaceComplaint[] = [];
  const check = (
    list: readonly Primitive[],
    path: readonly (string | number)[],
  ) => {
    const twice = list.find((name, at) => list.indexOf(name) !== at);
    if (twice !== undefined) {
      found.push({
        path,
        message: `Expected each operation once but found ${twice} twice`,
      });
    }
    if (list.every((name) => name === "none")) {
      found.push({
        path,
        message: "Expected an operation other than none but found none alone",
      });
    }
  };
  if (own.candidates !== undefined) check(own.candidates, ["candidates"]);
  for (const kind of CELL_KINDS) {
    const edges = own[kind];
    if (edges === undefined) {
      if (own.candidates === undefined) {
        found.push({
          path: [],
          message: `Expected candidates, or ${kind} with a list for each edge`,
        });
      }
      continue;
    }
    const expected = edgeCount(own.nodes);
    if (edges.length !== expected) {
      found.push({
        path: [kind],
        message:
          `Expected ${expected} edges, as ${own.nodes} nodes have, but found ${edges.length}`,
      });
    }
    const columns = edges[0]?.length;
    edges.forEach((list, edge) => {
      check(list, [kind, edge]);
      // a row of alpha for each edge, a column for each operation
      if (list.length !== columns) {
        found.push({
          path: [kind, edge],
          message:
            `Expected ${columns} operations, as on the first edge, but found ${list.length}`,
        });
      }
    });
  }
  return found;
}

/**
 * Builds a space from its description.
 *
 * @throws {RangeError} If something is wrong with it.
 *
 * @example Two nodes, no pooling in normal cells
 * ```ts
 * import { ownSpace } from "./own_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const space = ownSpace({
 *   name: "mine",
 *   nodes: 1,
 *   candidates: ["max_pool_3x3", "sep_conv_3x3"],
 *   normal: [["skip_connect"], ["dil_conv_3x3"]],
 * });
 * assertEquals(space.reduce[1], ["max_pool_3x3", "sep_conv_3x3"]);
 * ```
 */
export function ownSpace(own: OwnSpace): SearchSpace {
  const [complaint] = checkOwnSpace(own);
  if (complaint !== undefined) {
    throw new RangeError(
      `${complaint.message} in ${["space", ...complaint.path].join(".")}`,
    );
  }
  const edges = (kind: "normal" | "reduce") =>
    own[kind] ??
      Array.from({ length: edgeCount(own.nodes) }, () => own.candidates!);
  return {
    name: own.name,
    nodes: own.nodes,
    normal: edges("normal"),
    reduce: edges("reduce"),
  };
}
