import { assertEquals, assertThrows } from "@std/assert";
import type { BenchmarkCell } from "./cell.ts";
import { cellHash } from "./cell_hash.ts";

const CONV = "conv3x3-bn-relu";
const ONE = "conv1x1-bn-relu";

/** The cell with its inner vertices in another order. */
function reordered(
  { matrix, operations }: BenchmarkCell,
  order: number[],
): BenchmarkCell {
  return {
    matrix: order.map((from) => order.map((to) => matrix[from]![to]!)),
    operations: order.map((at) => operations[at]!),
  };
}

const inception: BenchmarkCell = {
  matrix: [
    [0, 1, 1, 1, 0, 1, 0],
    [0, 0, 0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0, 0, 1],
    [0, 0, 0, 0, 1, 0, 0],
    [0, 0, 0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0, 0, 0],
  ],
  operations: ["input", ONE, CONV, CONV, CONV, "maxpool3x3", "output"],
};

Deno.test("cellHash() gives the key that the NAS-Bench-101 authors give their example, in every order of its vertices", () => {
  const key = "28cfc7874f6d200472e1a9dcd8650aa0";
  assertEquals(cellHash(inception), key);
  for (const inner of [[5, 3, 4, 2, 1], [2, 1, 3, 5, 4], [3, 5, 1, 4, 2]]) {
    assertEquals(cellHash(reordered(inception, [0, ...inner, 6])), key);
  }
});

Deno.test("cellHash() has no key for a cell without a path, and tells operations apart", () => {
  const cell = (operation: string, last: number): BenchmarkCell => ({
    matrix: [[0, 1, 0], [0, 0, last], [0, 0, 0]],
    operations: ["input", operation, "output"],
  });
  assertEquals(cellHash(cell(CONV, 0)), undefined);
  assertEquals(cellHash(cell(CONV, 1)) === cellHash(cell(ONE, 1)), false);
});

Deno.test("cellHash() refuses what is no cell", () => {
  const path = [[0, 1, 0], [0, 0, 1], [0, 0, 0]];
  const refuse = (cell: BenchmarkCell, message: string) =>
    assertThrows(() => cellHash(cell), RangeError, message);
  refuse(
    { matrix: path, operations: ["input", "conv5x5", "output"] },
    "but found conv5x5 in a cell",
  );
  refuse(
    { matrix: path, operations: ["input", "output"] },
    "Expected 3 operations but found 2",
  );
  refuse(
    {
      matrix: [[0, 1, 0], [1, 0, 1], [0, 0, 0]],
      operations: ["input", CONV, "output"],
    },
    "found 1 at [1][0]",
  );
});
