import { type Alphas, strongestColumn } from "../space/alphas.ts";
import { type ChoiceAlphas, largestColumn } from "../space/choice_alphas.ts";
import {
  CHOICE_OPERATIONS,
  type ChoiceOperation,
  type ChoiceSpace,
  isChoiceSpace,
} from "../space/choice_space.ts";
import type { Genotype } from "./genotype.ts";
import {
  CELL_KINDS,
  type Primitive,
  type SearchSpace,
} from "../space/edge_space.ts";

/**
 * Operations without trainable weights, by name. A strided `skip_connect` of a reduction cell does hold a small
 * convolution, yet counts here: what matters is which operation the search prefers.
 */
const PARAMETER_FREE: ReadonlySet<Primitive | ChoiceOperation> = new Set(
  [
    "none",
    "noise",
    "max_pool_3x3",
    "avg_pool_3x3",
    "skip_connect",
    "maxpool3x3",
  ] as const,
);

/** True for operations without trainable weights: pooling, `skip_connect`, `noise` and `none`. */
export function isParameterFree(
  operation: Primitive | ChoiceOperation,
): boolean {
  return PARAMETER_FREE.has(operation);
}

/** True where more than half of the chosen edges of the normal cell have no parameters: the search has collapsed. */
export function hasCollapsed({ normal }: Pick<Genotype, "normal">): boolean {
  const free = normal.filter(([operation]) => isParameterFree(operation));
  return 2 * free.length > normal.length;
}

/** Strongest operation of each edge or choice block. */
function strongestOperations(
  space: SearchSpace | ChoiceSpace,
  alphas: Alphas | ChoiceAlphas,
): (Primitive | ChoiceOperation)[] {
  if (isChoiceSpace(space)) {
    return (alphas as ChoiceAlphas).operations.map((row) =>
      CHOICE_OPERATIONS[largestColumn(row)]!
    );
  }
  return CELL_KINDS.flatMap((kind) =>
    space[kind].map((candidates, edge) =>
      candidates[
        strongestColumn(candidates, (alphas as Alphas)[kind][edge]!)
      ]!
    )
  );
}

function share(
  space: SearchSpace | ChoiceSpace,
  alphas: Alphas | ChoiceAlphas,
  counts: (operation: Primitive | ChoiceOperation) => boolean,
): number {
  const strongest = strongestOperations(space, alphas);
  return strongest.filter(counts).length / strongest.length;
}

/**
 * Share of edges (normal and reduction cell together) or choice blocks whose strongest operation other than `none` has
 * no parameters: near 1 the search has collapsed.
 *
 * @param alphas Raw or soft-maxed alphas: the order within a row is the same.
 */
export function parameterFreeShare(
  space: SearchSpace | ChoiceSpace,
  alphas: Alphas | ChoiceAlphas,
): number {
  return share(space, alphas, isParameterFree);
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
