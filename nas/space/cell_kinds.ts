import type { AnySpace } from "./any_space.ts";
import { CELL_KINDS, type CellKind, type SearchSpace } from "./edge_space.ts";

/** True for the cells that halve the map: at a third and at two thirds of the depth. */
export function isReduction(cell: number, cells: number): boolean {
  return cell === Math.floor(cells / 3) || cell === Math.floor(2 * cells / 3);
}

/** Kinds of the cells of a network: both, but of a single cell, which is a reduction, one alone. */
export function kindsOfCells(cells: number): readonly CellKind[] {
  const kinds = Array.from(
    { length: cells },
    (_, cell) => isReduction(cell, cells) ? "reduce" : "normal",
  );
  return CELL_KINDS.filter((kind) => kinds.includes(kind));
}

/** Kinds of the cells of the networks of a space. */
export function kindsOf(
  { kinds = CELL_KINDS }: Pick<SearchSpace, "kinds">,
): readonly CellKind[] {
  return kinds;
}

/**
 * The space of a supernet: it says where the network lacks a kind of cell, so that nothing counts alphas that no cell
 * reads. They stay in every file, as in the published code.
 *
 * @param space A space of any kind; cells of edges alone have kinds.
 * @param cells Cells of the supernet.
 *
 * @example A single cell is a reduction
 * ```ts
 * import { searchSpace } from "./edge_space.ts";
 * import { spaceOfCells } from "./cell_kinds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(spaceOfCells(searchSpace("s3"), 1).kinds, ["reduce"]);
 * assertEquals(spaceOfCells(searchSpace("s3"), 8).kinds, undefined);
 * ```
 */
export function spaceOfCells<S extends AnySpace>(space: S, cells: number): S {
  if (!("normal" in space)) return space;
  const { kinds: _, ...rest } = space as SearchSpace;
  const kinds = kindsOfCells(cells);
  const all = kinds.length === CELL_KINDS.length;
  return (all ? rest : { ...rest, kinds }) as S;
}
