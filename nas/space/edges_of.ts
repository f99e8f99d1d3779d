import type { AnySpace } from "./any_space.ts";

/** Candidates of each edge of a cell, of the normal cell where there are two; none in a space of choice blocks. */
export function edgesOf(space: AnySpace): readonly (readonly string[])[] {
  if ("normal" in space) return space.normal;
  return "edges" in space ? space.edges : [];
}
