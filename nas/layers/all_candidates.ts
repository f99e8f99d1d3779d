import type { Candidate } from "./layers.ts";

/** A term of each candidate of an edge. */
export function allCandidates<T>(
  x: T,
  _: unknown,
  candidates: readonly Candidate<T>[],
): T[] {
  return candidates.map(({ compute }) => compute(x));
}
