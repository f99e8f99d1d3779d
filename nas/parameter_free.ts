import { type Alphas, CELL_KINDS, strongestColumn } from "./alphas.ts";
import type { Primitive, SearchSpace } from "./space.ts";

/**
 * Operations without trainable weights, by name. A strided `skip_connect` of a reduction cell does hold a small
 * convolution, yet counts here: what matters is which operation the search prefers.
 */
const PARAMETER_FREE: ReadonlySet<Primitive> = new Set(
  ["none", "noise", "max_pool_3x3", "avg_pool_3x3", "skip_connect"] as const,
);

/** True for operations without trainable weights: pooling, `skip_connect`, `noise` and `none`. */
export function isParameterFree(operation: Primitive): boolean {
  return PARAMETER_FREE.has(operation);
}

function share(
  space: SearchSpace,
  alphas: Alphas,
  counts: (operation: Primitive) => boolean,
): number {
  const strongest = CELL_KINDS.flatMap((kind) =>
    space[kind].map((candidates, edge) =>
      candidates[strongestColumn(candidates, alphas[kind][edge]!)]!
    )
  );
  return strongest.filter(counts).length / strongest.length;
}

/**
 * Share of edges (normal and reduction cell together) whose strongest operation other than `none` has no
 * parameters: near 1 the search has collapsed.
 *
 * @param alphas Raw or soft-maxed alphas: the order within a row is the same.
 */
export function parameterFreeShare(space: SearchSpace, alphas: Alphas): number {
  return share(space, alphas, isParameterFree);
}

/** Share of edges (normal and reduction cell together) whose strongest operation other than `none` is `skip_connect`. */
export function skipShare(space: SearchSpace, alphas: Alphas): number {
  return share(space, alphas, (operation) => operation === "skip_connect");
}
