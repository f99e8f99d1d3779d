import type { AnyAlphas } from "../space/any_alphas.ts";
import type { AnySpace } from "../space/any_space.ts";
import { strongestColumn } from "../space/alphas.ts";
import { largestColumn } from "../space/choice_alphas.ts";
import {
  CHOICE_OPERATIONS,
  type ChoiceOperation,
  isChoiceSpace,
} from "../space/choice_space.ts";
import { kindsOf } from "../space/cell_kinds.ts";
import type { GraphAlphas } from "../space/graph_alphas.ts";
import { isGraphSpace } from "../space/graph_space.ts";
import {
  deriveGraph,
  type GraphGenotype,
  isGraphGenotype,
} from "./graph_genotype.ts";
import type { Genotype } from "./genotype.ts";
import { type OwnOperations, traitsOf } from "../space/operation_traits.ts";
import { rankedRows } from "../space/mixture_rows.ts";
import { CELL_KINDS, type CellKind } from "../space/edge_space.ts";
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

/**
 * True where more than half of the chosen edges of the normal cell, or of a graph cell, have no parameters: the search has
 * collapsed.
 *
 * @param kinds Kinds of the cells of the network; without normal ones the reduction cell decides.
 */
export function hasCollapsed(
  genotype:
    | Pick<Genotype, "normal" | "reduce" | "operations">
    | GraphGenotype,
  kinds: readonly CellKind[] = CELL_KINDS,
): boolean {
  const edges = isGraphGenotype(genotype)
    ? genotype.nodes.flat()
    : genotype[kinds.includes("normal") ? "normal" : "reduce"];
  const free = edges.filter(([operation]) =>
    isParameterFree(operation, genotype.operations)
  );
  return 2 * free.length > edges.length;
}

/** Strongest operation of each edge or choice block. */
function strongestOperations(
  space: AnySpace,
  alphas: AnyAlphas,
): string[] {
  if (isChoiceSpace(space)) {
    return rankedRows(alphas, "operations").map((row) =>
      CHOICE_OPERATIONS[largestColumn(row)]!
    );
  }
  if (isGraphSpace(space)) {
    return deriveGraph(space, alphas as GraphAlphas).nodes.flat().map(
      ([operation]) => operation,
    );
  }
  return kindsOf(space).flatMap((kind) =>
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
  space: AnySpace,
  alphas: AnyAlphas,
  counts: (operation: string) => boolean,
): number {
  const strongest = strongestOperations(space, alphas);
  return strongest.filter(counts).length / strongest.length;
}

/**
 * Share of edges (all kinds of cells of the network together) or choice blocks whose strongest operation other than
 * `none` has no parameters: near 1 the search has collapsed.
 */
export function parameterFreeShare(
  space: AnySpace,
  alphas: AnyAlphas,
): number {
  const own = isChoiceSpace(space) ? undefined : space.operations;
  return share(space, alphas, (name) => isParameterFree(name, own));
}

/**
 * Share of edges (all kinds of cells of the network together) whose strongest operation other than `none` is
 * `skip_connect`.
 */
export function skipShare(
  space: AnySpace,
  alphas: AnyAlphas,
): number {
  return share(space, alphas, (operation) => operation === "skip_connect");
}
