import { type ChoiceSpace, isChoiceSpace } from "../space/choice_space.ts";
import type { Mixture } from "./composition.ts";
import type { SearchSpace } from "../space/edge_space.ts";

/**
 * The space in which a method searches: unchanged unless the method mixes candidates on partial channels.
 *
 * @throws {RangeError} If a space of choice blocks should be relaxed by `partial`: it has no edges to weigh.
 */
export function mixedSpace(
  space: SearchSpace | ChoiceSpace,
  mixture: Mixture,
): SearchSpace | ChoiceSpace {
  if (mixture !== "partial") return space;
  if (isChoiceSpace(space)) {
    throw new RangeError(
      `Expected a space of edges for partial channels but found ${space.name}`,
    );
  }
  return { ...space, mixture };
}
