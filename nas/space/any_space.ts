import type { ChoiceSpace } from "./choice_space.ts";
import type { SearchSpace } from "./edge_space.ts";
import type { GraphSpace } from "./graph_space.ts";

/** A search space of any kind: cells of edges, of choice blocks, or graphs. */
export type AnySpace = SearchSpace | ChoiceSpace | GraphSpace;
