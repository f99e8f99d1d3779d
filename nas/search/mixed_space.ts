import type { AnySpace } from "../space/any_space.ts";
import type { Mixture } from "./composition.ts";

/**
 * The space in which a method searches: unchanged unless the method mixes candidates on partial channels.
 *
 * @throws {RangeError} If another space than one of edges should be mixed by `partial`: its cells have no such edges to weigh.
 */
export function mixedSpace(space: AnySpace, mixture: Mixture): AnySpace {
  if (mixture !== "partial") return space;
  if (!("normal" in space)) {
    throw new RangeError(
      `Expected a space of edges for partial channels but found ${space.name}`,
    );
  }
  return { ...space, mixture };
}
