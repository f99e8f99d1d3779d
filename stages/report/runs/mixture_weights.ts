import type { Alphas } from "../../../nas/space/alphas.ts";
import { isParameterFree } from "../../../nas/genotype/parameter_free.ts";
import type { SearchSpace } from "../../../nas/space/edge_space.ts";
import { mixtureRows } from "../../../nas/space/mixture_rows.ts";
import { mean } from "../../../common/moments.ts";

/** Mean mixture weights over the edges of both cells. */
export interface MixtureWeights {
  /** Share of the weights of an edge that is on operations without parameters, 0..1. */
  readonly parameterFree: number;
  /** Weight of each operation over the edges that offer it. */
  readonly operations: Readonly<Record<string, number>>;
}

/** Computes the mean mixture weights of alphas. */
export function mixtureWeights(
  space: SearchSpace,
  alphas: Alphas,
): MixtureWeights {
  const byOperation = new Map<string, number[]>();
  // those of a soft-max have the sum 1
  const totalOf = (row: readonly number[]) =>
    alphas.mixtures === undefined ? 1 : row.reduce((a, b) => a + b, 0);
  const free = (["normal", "reduce"] as const).flatMap((kind) => {
    const mixtures = mixtureRows(alphas, kind);
    return space[kind].map((candidates, edge) => {
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
