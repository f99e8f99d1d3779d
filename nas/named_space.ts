import {
  CHOICE_SPACE_NAMES,
  choiceBlocks,
  type ChoiceSpace,
  choiceSpace,
  type ChoiceSpaceName,
  isChoiceSpaceName,
} from "./choice_space.ts";
import {
  type SearchSpace,
  searchSpace,
  SPACE_NAMES,
  type SpaceName,
} from "./space.ts";

/** Every space that a search can take by name: cells of edges and cells of choice blocks. */
export const ALL_SPACE_NAMES = [...SPACE_NAMES, ...CHOICE_SPACE_NAMES] as const;

/**
 * A search space by name.
 *
 * @throws {RangeError} If the name is unknown or the space cannot have that many nodes.
 */
export function namedSpace(
  name: SpaceName | ChoiceSpaceName,
  { nodes }: { readonly nodes?: number | undefined } = {},
): SearchSpace | ChoiceSpace {
  if (!isChoiceSpaceName(name)) {
    return searchSpace(name, nodes === undefined ? {} : { nodes });
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
