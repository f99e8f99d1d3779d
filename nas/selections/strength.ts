import { edgeStrengths, strongestEdges } from "../genotype/genotype.ts";
import type { EdgeSelection } from "./selection.ts";

/** The edges with the largest mixture weights: DARTS (docs/method.md section 4). */
export const selection: EdgeSelection = {
  name: "strength",
  edges: (space, alphas, kind) =>
    strongestEdges(edgeStrengths(space, alphas, kind))
      .map(({ operation, source }) => [operation, source]),
};
