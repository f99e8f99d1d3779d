import { type ChoiceSpace, isChoiceSpace } from "./choice_space.ts";
import type { SearchSpace } from "./edge_space.ts";
import type { ChosenOperations } from "./operation_traits.ts";

/** Candidates of a space, each once; none for choice blocks, whose operations are not chosen. */
export function candidateOperations(
  space: SearchSpace | ChoiceSpace,
): ChosenOperations {
  if (isChoiceSpace(space)) return { names: [], own: undefined };
  const { normal, reduce, operations } = space;
  return {
    names: [...new Set([...normal, ...reduce].flat())],
    own: operations,
  };
}
