import { CELL_KINDS, edgeCount, type SearchSpace } from "./edge_space.ts";
import {
  isDerivable,
  type OwnOperations,
  ownTraits,
} from "./operation_traits.ts";

/** A space of cells that a user describes. */
export interface OwnSpace {
  /** Name in results. */
  readonly name: string;
  /** Intermediate nodes of a cell. */
  readonly nodes: number;
  /** Candidates of the edges of a kind of cell without a list of its own. */
  readonly candidates?: readonly string[] | undefined;
  /** Candidates of each edge of a normal cell, ordered by node, then by source; as many on each. */
  readonly normal?: readonly (readonly string[])[] | undefined;
  /** Candidates of each edge of a reduction cell, likewise. */
  readonly reduce?: readonly (readonly string[])[] | undefined;
  /** Operations of its own, by name. */
  readonly operations?: OwnOperations | undefined;
}

/** A complaint about a part of a description. */
export interface SpaceComplaint {
  /** Path of the part. */
  readonly path: readonly (string | number)[];
  /** Complaint for the user. */
  readonly message: string;
}

/**
 * Complaints about a description; empty where {@linkcode ownSpace} can build it. Whether operations are known is not
 * among them: a pipeline file and a module say it in other words.
 */
export function checkOwnSpace(own: OwnSpace): SpaceComplaint[] {
  const found: SpaceComplaint[] = [];
  const check = (
    list: readonly string[],
    path: readonly (string | number)[],
  ) => {
    const twice = list.find((name, at) => list.indexOf(name) !== at);
    if (twice !== undefined) {
      found.push({
        path,
        message: `Expected each operation once but found ${twice} twice`,
      });
    }
    if (!list.some((name) => isDerivable(name, own.operations))) {
      found.push({
        path,
        message: "An edge cannot offer only the operation `none`",
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
 * @throws {RangeError} If the description is invalid.
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
  const normal = edges("normal");
  const reduce = edges("reduce");
  const operations = ownTraits(own.operations, [...normal, ...reduce].flat());
  return {
    name: own.name,
    nodes: own.nodes,
    normal,
    reduce,
    ...(operations === undefined ? {} : { operations }),
  };
}
