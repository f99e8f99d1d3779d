import type { AnySpace } from "./any_space.ts";
import {
  CHOICE_SPACE_NAMES,
  choiceBlocks,
  choiceSpace,
  isChoiceSpaceName,
} from "./choice_space.ts";
import {
  GRAPH_SPACE_NAMES,
  graphNodes,
  graphSpace,
  isGraphSpaceName,
} from "./graph_space.ts";
import { type OwnSpace, ownSpace } from "./own_space.ts";
import {
  searchSpace,
  SPACE_NAMES,
  type SpaceName,
  withOutputs,
} from "./edge_space.ts";

/** Names of all spaces: cells of edges, of choice blocks, graph cells, and `own`, which the user describes. */
export const ALL_SPACE_NAMES = [
  ...SPACE_NAMES,
  ...CHOICE_SPACE_NAMES,
  ...GRAPH_SPACE_NAMES,
  "own",
] as const;

/**
 * A search space by name.
 *
 * @throws {RangeError} If the name is unknown, the space cannot have that many nodes or outputs, or `own` has no description.
 */
export function namedSpace(
  name: string,
  { nodes, outputs, own }: {
    readonly nodes?: number | undefined;
    /** Last nodes that the output of a cell of edges is made of. */
    readonly outputs?: number | undefined;
    readonly own?: OwnSpace | undefined;
  } = {},
): AnySpace {
  if (name === "own") {
    if (own === undefined) {
      throw new RangeError(
        "The space `own` needs a description",
      );
    }
    return withOutputs(ownSpace(own), outputs);
  }
  if (
    outputs !== undefined && (isChoiceSpaceName(name) || isGraphSpaceName(name))
  ) {
    throw new RangeError(
      `Expected no outputs in space ${name}, whose cells fix them, but found ${outputs}`,
    );
  }
  if (isChoiceSpaceName(name)) {
    const space = choiceSpace(name);
    return ofNodes(space, choiceBlocks(space), nodes);
  }
  if (isGraphSpaceName(name)) {
    const space = graphSpace(name);
    return ofNodes(space, graphNodes(space), nodes);
  }
  return searchSpace(name as SpaceName, {
    outputs,
    ...(nodes === undefined ? {} : { nodes }),
  });
}

/** A space whose cells have so many nodes, whatever a user asks for. */
function ofNodes<S extends AnySpace>(
  space: S,
  count: number,
  nodes: number | undefined,
): S {
  if (nodes !== undefined && nodes !== count) {
    throw new RangeError(
      `Expected ${count} nodes but found ${nodes} in space ${space.name}`,
    );
  }
  return space;
}
