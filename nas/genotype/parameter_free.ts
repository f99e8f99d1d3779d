import { type Alphas, strongestColumn } from "../space/alphas.ts";
import { type ChoiceAlphas, largestColumn } from "../space/choice_alphas.ts";
import {
  CHOICE_OPERATIONS,
  type ChoiceOperation,
  type ChoiceSpace,
  isChoiceSpace,
} from "../space/choice_space.ts";
import type { Genotype } from "./genotype.ts";
import { type OwnOperations, traitsOf } from "../space/operation_traits.ts";
import { rankedRows } from "../space/mixture_rows.ts";
import { CELL_KINDS, type SearchSpace } from "../space/edge_space.ts";
import type { Primitive } from "../space/primitives.ts";

/**
 * Operations without trainable weights, by name. A strided `skip_connect` of a reduction cell does hold a small
 * convolution, yet counts here: what matters is which operation the search prefers.
 */
const PARAMETER_FREE: ReadonlySet<string> = new Set(
  [
    "none",
    "noise",
    "max_pool_3x3",
    "avg_pool_3x3",
    "skip_connect",
    "maxpool3x3",
  ] satisfies (Primitive | ChoiceOperation)[],
);

/**
 * True for operations without trainable weights: pooling, `skip_connect`, `noise` and `none`.
 *
 * @param own Operations that are not built in.
 */
export function isParameterFree(
  operation: string,
  own?: OwnOperations,
): boolean {
  return PARAMETER_FREE.has(operation) ||
    traitsOf(operation, own)?.parameterFree === true;
}

/** True where more than half of the chosen edges of the normal cell have no parameters: the search has collapsed. */
export function hasCollapsed(
  { normal, operations }: Pick<Genotype, "normal" | "operations">,
): boolean {
  const free = normal.filter(([operation]) =>
    isParameterFree(operation, operations)
  );
  return 2 * free.length > normal.length;
}

/** Strongest operation of each edge or choice block. */
function strongestOperations(
  space: SearchSpace | ChoiceSpace,
  alphas: Alphas | ChoiceAlphas,
): string[] {
  if (isChoiceSpace(space)) {
    return rankedRows(alphas, "operations").map((row) =>
      CHOICE_OPERATIONS[largestColumn(row)]!
    );
  }
  return CELL_KINDS.flatMap((kind) =>
    space[kind].map((candidates, edge) =>
      candidates[
        strongestColumn(candidates, rankedRows(alphas, kind)[edge]!, {
          own: space.operations,
        })
      ]!
    )
  );
}

function share(
  space: SearchSpace | ChoiceSpace,
  alphas: Alphas | ChoiceAlphas,
  counts: (operation: string) => boolean,
): number {
  const strongest = strongestOperations(space, alphas);
  return strongest.filter(counts).length / strongest.length;
}

/**
 * Share of edges (normal and reduction cell together) or choice blocks whose strongest operation other than `none` has
 * no parameters: near 1 the search has collapsed.
 */
export function parameterFreeShare(
  space: SearchSpace | ChoiceSpace,
  alphas: Alphas | ChoiceAlphas,
): number {
  const own = isChoiceSpace(space) ? undefined : space.operations;
  return share(space, alphas, (name) => isParameterFree(name, own));
}

/**
 * Share of edges (normal and reduction cell together) whose strongest operation other than `none` is `skip_connect`.
 */
export function skipShare(
  space: SearchSpace | ChoiceSpace,
  alphas: Alphas | ChoiceAlphas,
): number {
  return share(space, alphas, (operation) => operation === "skip_connect");
}
