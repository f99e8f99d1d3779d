import type { AnySpace } from "./any_space.ts";
import {
  CHOICE_OPERATIONS,
  choiceBlocks,
  isChoiceSpace,
  weighedBlocks,
} from "./choice_space.ts";
import { edgeWeights } from "./edge_weights.ts";
import { kindsOf } from "./cell_kinds.ts";
import { CELL_KINDS, type CellKind } from "./edge_space.ts";
import { isGraphSpace } from "./graph_space.ts";

/** Shape of one matrix of architecture parameters; each row is relaxed on its own. */
export interface AlphaMatrix {
  /** Name by which networks read the weights. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** True where no cell of the network reads it. */
  readonly unread?: true;
}

/** Numbers of a matrix, row by row, as rows. */
export function matrixRows(
  numbers: ArrayLike<number>,
  columns: number,
): number[][] {
  return Array.from(
    { length: numbers.length / columns },
    (_, row) =>
      Array.from({ length: columns }, (_, i) => numbers[row * columns + i]!),
  );
}

/** Those of values, one for each matrix, whose matrix a cell of the network reads. */
export function ofReadMatrices<T>(
  matrices: readonly Pick<AlphaMatrix, "unread">[],
  values: readonly T[],
): T[] {
  return values.filter((_, at) => !matrices[at]!.unread);
}

/** Name of the matrix that weighs the inputs of a vertex of a choice cell. */
export function inputsName(vertex: number): `inputs_${number}` {
  return `inputs_${vertex}`;
}

/**
 * Alpha matrices of a space in the reference's order: `normal` and `reduce` for cells of edges, then their edge weights
 * if any; operations, output, then the inputs of each weighed block for cells of choice blocks; `edges` for graph cells.
 */
export function alphaMatrices(space: AnySpace): AlphaMatrix[] {
  if (isGraphSpace(space)) {
    const { edges } = space;
    return [
      { name: "edges", rows: edges.length, columns: edges[0]!.length },
    ];
  }
  if (!isChoiceSpace(space)) {
    const kinds = kindsOf(space);
    const reading = (kind: CellKind) =>
      kinds.includes(kind) ? {} : { unread: true } as const;
    return [
      ...CELL_KINDS.map((name) => ({
        name,
        rows: space[name].length,
        columns: space[name][0]!.length,
        ...reading(name),
      })),
      ...edgeWeights(space).map((row) => ({
        ...row,
        rows: 1,
        ...reading(row.kind),
      })),
    ];
  }
  const blocks = choiceBlocks(space);
  return [
    { name: "operations", rows: blocks, columns: CHOICE_OPERATIONS.length },
    { name: "output", rows: 1, columns: blocks + 1 },
    ...weighedBlocks(space).map((vertex) => ({
      name: inputsName(vertex),
      rows: 1,
      columns: vertex,
    })),
  ];
}
