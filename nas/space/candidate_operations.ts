import type { AnySpace } from "./any_space.ts";
import { isChoiceSpace } from "./choice_space.ts";
import { CELL_KINDS } from "./edge_space.ts";
import { isGraphSpace } from "./graph_space.ts";
import type { ChosenOperations } from "./operation_traits.ts";

/** Candidates of a space, each once; none for choice blocks, whose operations are not chosen. */
export function candidateOperations(space: AnySpace): ChosenOperations {
  if (isChoiceSpace(space)) {
    return { names: [], own: undefined, placeOf: () => "no edge" };
  }
  if (isGraphSpace(space)) {
    const { edges, operations } = space;
    return {
      names: [...new Set(edges.flat())],
      own: operations,
      placeOf: (name) =>
        `edge ${edges.findIndex((edge) => edge.includes(name))}`,
    };
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
