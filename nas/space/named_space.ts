import {
  CHOICE_SPACE_NAMES,
  choiceBlocks,
  type ChoiceSpace,
  choiceSpace,
  isChoiceSpaceName,
} from "./choice_space.ts";
import { type OwnSpace, ownSpace } from "./own_space.ts";
import {
  type SearchSpace,
  searchSpace,
  SPACE_NAMES,
  type SpaceName,
} from "./edge_space.ts";

/** Names of all spaces: cells of edges, cells of choice blocks, and `own`, which the user describes. */
export const ALL_SPACE_NAMES = [
  ...SPACE_NAMES,
  ...CHOICE_SPACE_NAMES,
  "own",
] as const;

/**
 * A search space by name.
 *
 * @throws {RangeError} If the name is unknown, the space cannot have that many nodes, or `own` has no description.
 */
export function namedSpace(
  name: string,
  { nodes, own }: {
    readonly nodes?: number | undefined;
    readonly own?: OwnSpace | undefined;
  } = {},
): SearchSpace | ChoiceSpace {
  if (name === "own") {
    if (own === undefined) {
      throw new RangeError(
        "The space `own` needs a description",
      );
    }
    return ownSpace(own);
  }
  if (!isChoiceSpaceName(name)) {
    return searchSpace(name as SpaceName, nodes === undefined ? {} : { nodes });
  }
  const space = choiceSpace(name);
  const blocks = choiceBlocks(space);
  if (nodes !== undefined && nodes !== blocks) {
    throw new RangeError(
      `Expected ${blocks} nodes but found ${nodes} in space ${name}`,
    );
  }
  return space;
}
