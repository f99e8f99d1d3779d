import { type ChoiceSpace, isChoiceSpace } from "./choice_space.ts";
import { CELL_KINDS, type SearchSpace } from "./edge_space.ts";
import type { ChosenOperations } from "./operation_traits.ts";

/** Candidates of a space, each once; none for choice blocks, whose operations are not chosen. */
export function candidateOperations(
  space: SearchSpace | ChoiceSpace,
): ChosenOperations {
  if (isChoiceSpace(space)) {
    return { names: [], own: undefined, placeOf: () => "no edge" };
  }
  const { normal, reduce, operations } = space;
  return {
    names: [...new Set([...normal, ...reduce].flat())],
    own: operations,
    placeOf: (name) => {
      for (const kind of CELL_KINDS) {
        const at = space[kind].findIndex((edge) => edge.includes(name));
        if (at >= 0) return `edge ${at} of ${kind}`;
      }
      return "no edge";
    },
  };
}
