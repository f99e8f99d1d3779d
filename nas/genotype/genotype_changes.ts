import type { AnyAlphas } from "../space/any_alphas.ts";
import type { AnySpace } from "../space/any_space.ts";
import type { Alphas } from "../space/alphas.ts";
import type { ChoiceAlphas } from "../space/choice_alphas.ts";
import { nodeOf } from "./edge_nodes.ts";
import { isChoiceSpace } from "../space/choice_space.ts";
import { kindsOf } from "../space/cell_kinds.ts";
import { CELL_KINDS, type CellKind } from "../space/edge_space.ts";
import type { GraphAlphas } from "../space/graph_alphas.ts";
import { isGraphSpace } from "../space/graph_space.ts";
import { deriveGraph } from "./graph_genotype.ts";
import { deriveGenotype, type Genotype } from "./genotype.ts";
import { type DiscreteCell, discretise } from "./nasbench_cell.ts";

/** How often the architecture of a search changed. */
export interface GenotypeChanges {
  /** Epochs whose architecture is another one than that of the epoch before; epoch 0 is before training. */
  readonly genotypeChanges: number;
  /** Last of those epochs; null where there is none. */
  readonly lastGenotypeChange: number | null;
}

/**
 * The architecture that alphas stand for, as a text that is equal for equal architectures: the order of the edges of
 * a node does not count, nor the operation of a vertex that is not connected.
 *
 * @throws {RangeError} If the alphas do not fit the space.
 */
export function architectureText(
  space: AnySpace,
  alphas: AnyAlphas,
): string {
  if (isGraphSpace(space)) {
    return JSON.stringify(deriveGraph(space, alphas as GraphAlphas).nodes);
  }
  return isChoiceSpace(space)
    ? cellText(discretise(space, alphas as ChoiceAlphas))
    : genotypeText(deriveGenotype(space, alphas as Alphas), kindsOf(space));
}

/**
 * A genotype as a text in which the order of the edges of a node does not count.
 *
 * @param kinds Kinds of the cells of the network.
 */
export function genotypeText(
  genotype: Genotype,
  kinds: readonly CellKind[] = CELL_KINDS,
): string {
  return JSON.stringify(kinds.map((kind) => {
    const edges = genotype[kind].map(([operation, source], at) =>
      [nodeOf(genotype[kind], at), source, operation] as const
    );
    return edges.toSorted(([a, from, one], [b, source, other]) =>
      a - b || from - source || (one < other ? -1 : 1)
    );
  }));
}

function cellText({ matrix, operations }: DiscreteCell): string {
  const connected = (vertex: number) =>
    matrix.some((row, from) =>
      row[vertex] === 1 || (from === vertex && row.includes(1))
    );
  return JSON.stringify([
    matrix,
    operations.map((name, vertex) => connected(vertex) ? name : null),
  ]);
}

/**
 * Counts changes of the architecture over the epochs of a search.
 *
 * @param epochs In order, each with its architecture as text.
 */
export function countChanges(
  epochs: readonly { readonly epoch: number; readonly text: string }[],
): GenotypeChanges {
  const changed = epochs.filter(({ text }, at) =>
    at > 0 && text !== epochs[at - 1]!.text
  );
  return {
    genotypeChanges: changed.length,
    lastGenotypeChange: changed.at(-1)?.epoch ?? null,
  };
}
