import type { Alphas } from "../../../nas/space/alphas.ts";
import { isParameterFree } from "../../../nas/genotype/parameter_free.ts";
import type { SearchSpace } from "../../../nas/space/edge_space.ts";
import { mean } from "../../../common/moments.ts";

/** Mean soft-max weights over the edges of both cells. */
export interface MixtureWeights {
  /** Weight on operations without parameters, 0..1. */
  readonly parameterFree: number;
  /** Weight of each operation over the edges that offer it, 0..1. */
  readonly operations: Readonly<Record<string, number>>;
}

/** Computes the mean soft-max weights of raw alphas. */
export function mixtureWeights(
  space: SearchSpace,
  alphas: Alphas,
): MixtureWeights {
  const byOperation = new Map<string, number[]>();
  const free = (["normal", "reduce"] as const).flatMap((kind) =>
    space[kind].map((candidates, edge) => {
      const row = alphas[kind][edge]!;
      const largest = Math.max(...row);
      const terms = row.map((alpha) => Math.exp(alpha - largest));
      const total = terms.reduce((a, b) => a + b, 0);
      let share = 0;
      candidates.forEach((name, i) => {
        const weight = terms[i]! / total;
        byOperation.set(name, [...byOperation.get(name) ?? [], weight]);
        if (isParameterFree(name, space.operations)) share += weight;
      });
      return share;
    })
  );
  return {
    parameterFree: mean(free),
    operations: Object.fromEntries(
      [...byOperation].map(([name, weights]) => [name, mean(weights)]),
    ),
  };
}
