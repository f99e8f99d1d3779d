import { createHash } from "node:crypto";
import {
  type BenchmarkCell,
  CELL_OPERATIONS,
  checkCell,
  pruneCell,
} from "./cell.ts";

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/**
 * Key of a cell in NAS-Bench-101, the same for all isomorphic cells and with any unused vertices: 32 hexadecimal
 * digits. Hashes the exact text that Python prints for tuples and lists.
 *
 * @returns undefined if no path leads from input to output: such a cell is in no table.
 * @throws {RangeError} If the cell is malformed.
 *
 * @example A cell of one convolution, and the same with a vertex that leads nowhere
 * ```ts
 * import { cellHash } from "./cell_hash.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const conv = "conv3x3-bn-relu";
 * const small = cellHash({
 *   matrix: [[0, 1, 0], [0, 0, 1], [0, 0, 0]],
 *   operations: ["input", conv, "output"],
 * });
 * const large = cellHash({
 *   operations: ["input", "maxpool3x3", conv, "output"],
 *   matrix: [[0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]],
 * });
 * assertEquals(small, large);
 * ```
 */
export function cellHash(cell: BenchmarkCell): string | undefined {
  checkCell(cell, "a cell");
  const pruned = pruneCell(cell);
  if (pruned === undefined) return undefined;
  const { matrix, operations } = pruned;
  const size = operations.length;
  const vertices = [...operations.keys()];
  const parents = vertices.map((v) => vertices.filter((w) => matrix[w]![v]));
  const children = vertices.map((v) => vertices.filter((w) => matrix[v]![w]));
  const label = (v: number) =>
    v === 0
      ? -1
      : v === size - 1
      ? -2
      : (CELL_OPERATIONS as readonly string[]).indexOf(operations[v]!);
  let hashes = vertices.map((v) =>
    md5(`(${children[v]!.length}, ${parents[v]!.length}, ${label(v)})`)
  );
  const joined = (at: readonly number[]) =>
    at.map((v) => hashes[v]!).sort().join("");
  for (let round = 0; round < size; round++) {
    hashes = vertices.map((v) =>
      md5(`${joined(parents[v]!)}|${joined(children[v]!)}|${hashes[v]}`)
    );
  }
  return md5(`[${hashes.toSorted().map((h) => `'${h}'`).join(", ")}]`);
}
