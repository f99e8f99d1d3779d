import { assertEquals, assertThrows } from "@std/assert";
import { checkAlphas, strongestColumn } from "./alphas.ts";
import { searchSpace } from "./edge_space.ts";

const space = searchSpace("s2", { nodes: 1 });
const rows = [[0, 1], [2, 3]];

Deno.test("checkAlphas() accepts alphas of the space's shape", () => {
  checkAlphas(space, { normal: rows, reduce: rows });
});

Deno.test("checkAlphas() names the first row or value that does not fit", () => {
  const cases: [number[][], string][] = [
    [[[0, 1]], "Expected 2 rows but found 1 in epoch 3.reduce"],
    [[[0, 1], [2]], "Expected 2 columns but found 1 in epoch 3.reduce[1]"],
    [
      [[0, NaN], [2, 3]],
      "Expected a finite number but found NaN in epoch 3.reduce[0][1]",
    ],
  ];
  for (const [reduce, message] of cases) {
    assertThrows(
      () => checkAlphas(space, { normal: rows, reduce }, "epoch 3"),
      RangeError,
      message,
    );
  }
});

Deno.test("strongestColumn() leaves out none and takes the first of equals", () => {
  const candidates = ["none", "skip_connect", "sep_conv_3x3"] as const;
  assertEquals(strongestColumn(candidates, [9, 1, 2]), 2);
  assertEquals(strongestColumn(candidates, [9, 2, 2]), 1);
  assertEquals(strongestColumn(["sep_conv_3x3", "none"], [-5, 0]), 0);
  assertEquals(strongestColumn(["noise", "sep_conv_3x3"], [1, 0]), 0);
});

Deno.test("strongestColumn() refuses an edge that offers nothing but none", () => {
  assertThrows(
    () => strongestColumn(["none"], [1]),
    RangeError,
    "but found [none]",
  );
});
