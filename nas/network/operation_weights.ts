import { isParameterFree } from "../genotype/parameter_free.ts";
import type { Layout, ParameterSpec } from "../layers/layout.ts";
import { CHOICE_OPERATIONS, isChoiceSpace } from "../space/choice_space.ts";
import { graphEdgeIndex, isGraphSpace } from "../space/graph_space.ts";
import { isReduction } from "../space/cell_kinds.ts";
import type { SupernetConfig } from "./supernet.ts";

/** The weights of a candidate of an edge or block, in one cell of a supernet. */
export interface OperationWeights {
  /** Prefix of the names of its parameters, such as `cells.0._ops.3._ops.1`. */
  readonly name: string;
  /** Its tensors in the flat vector of weights, in order. */
  readonly parameters: readonly ParameterSpec[];
}

/** Cell, edge or block, and column of a candidate in the name of a parameter. */
const PLACE =
  /^cells\.(\d+)\.(?:_ops\.(\d+)\._ops|edges\.(\d+)<-(\d+)|_choice_blocks\.(\d+)\.mixed_op\._ops)\.(\d+)\./;

/**
 * The candidates of a supernet that have weights, of each cell, in the order of the layout. Those whose weights only a
 * stride demands, such as a strided `skip_connect`, are left out.
 */
export function operationWeights(
  { space, cells }: Pick<SupernetConfig, "space" | "cells">,
  { parameters }: Pick<Layout, "parameters">,
): OperationWeights[] {
  const found = new Map<string, ParameterSpec[]>();
  for (const parameter of parameters) {
    const place = PLACE.exec(parameter.name);
    if (place === null) continue;
    const [prefix, cell, edge, node, source, , column] = place;
    const at = Number(column);
    const candidate = isChoiceSpace(space)
      ? CHOICE_OPERATIONS[at]!
      : isGraphSpace(space)
      ? space.edges[
        graphEdgeIndex({ node: Number(node), source: Number(source) })
      ]![at]!
      : space[isReduction(Number(cell), cells) ? "reduce" : "normal"][
        Number(edge)
      ]![at]!;
    const own = isChoiceSpace(space) ? undefined : space.operations;
    if (isParameterFree(candidate, own)) continue;
    found.getOrInsertComputed(prefix.slice(0, -1), () => []).push(parameter);
  }
  return [...found].map(([name, parameters]) => ({ name, parameters }));
}
