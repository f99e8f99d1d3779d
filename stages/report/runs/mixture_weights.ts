import type { Alphas } from "../../../nas/space/alphas.ts";
import { isParameterFree } from "../../../nas/genotype/parameter_free.ts";
import { kindsOf } from "../../../nas/space/cell_kinds.ts";
import type { SearchSpace } from "../../../nas/space/edge_space.ts";
import type { GraphAlphas } from "../../../nas/space/graph_alphas.ts";
import {
  type GraphSpace,
  isGraphSpace,
} from "../../../nas/space/graph_space.ts";
import { mixtureRows } from "../../../nas/space/mixture_rows.ts";
import { mean } from "../../../common/moments.ts";

/** Mean mixture weights over the edges of all kinds of cells of the network. */
export interface MixtureWeights {
  /** Share of the weights of an edge that is on operations without parameters, 0..1. */
  readonly parameterFree: number;
  /** Weight of each operation over the edges that offer it. */
  readonly operations: Readonly<Record<string, number>>;
}

/** Computes the mean mixture weights of alphas. */
export function mixtureWeights(
  space: SearchSpace | GraphSpace,
  alphas: Alphas | GraphAlphas,
): MixtureWeights {
  const byOperation = new Map<string, number[]>();
  // those of a soft-max have the sum 1
  const totalOf = (row: readonly number[]) =>
    alphas.mixtures === undefined ? 1 : row.reduce((a, b) => a + b, 0);
  const kinds: readonly [string, SearchSpace["normal"]][] = isGraphSpace(space)
    ? [["edges", space.edges]]
    : kindsOf(space).map((kind) => [kind, space[kind]]);
  const free = kinds.flatMap(([name, edges]) => {
    const mixtures = mixtureRows(alphas, name);
    return edges.map((candidates, edge) => {
      const row = mixtures[edge]!;
      let share = 0;
      candidates.forEach((name, i) => {
        const weight = row[i]!;
        byOperation.set(name, [...byOperation.get(name) ?? [], weight]);
        if (isParameterFree(name, space.operations)) share += weight;
      });
      return share / totalOf(row);
    });
  });
  return {
    parameterFree: mean(free),
    operations: Object.fromEntries(
      [...byOperation].map(([name, weights]) => [name, mean(weights)]),
    ),
  };
}
