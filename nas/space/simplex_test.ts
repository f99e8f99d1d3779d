import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readGolden } from "../../test/numerics/golden.ts";
import { softmaxRow } from "./simplex.ts";
import { clipRows } from "../../test/support/tensors/clip_rows.ts";

const number = fc.double({ min: -3, max: 3, noNaN: true });
const row = fc.array(number, { minLength: 1, maxLength: 8 });

Deno.test("clipRows() equals the reference", () => {
  const { cases } = readGolden<
    { cases: { in: number[][]; out: number[][] }[] }
  >("clip");
  assertEquals(cases.length, 6);
  for (const golden of cases) {
    const clipped = clipRows(golden.in);
    assertEquals(clipped.length, golden.out.length);
    clipped.forEach((values, i) =>
      values.forEach((value, j) =>
        assertAlmostEquals(value, golden.out[i]![j]!, 1e-15)
      )
    );
  }
});

Deno.test("clipRows() gives probabilities for any row", () => {
  fc.assert(fc.property(fc.array(row), (rows) => {
    for (const values of clipRows(rows)) {
      assertEquals(values.every((value) => value >= 0 && value <= 1), true);
      assertAlmostEquals(values.reduce((a, b) => a + b, 0), 1, 1e-12);
    }
  }));
});

Deno.test("clipRows() keeps probabilities as they are and does not mutate its input", () => {
  const rows = [[0.25, 0.75], [1, 0]];
  assertEquals(clipRows(rows), rows);
  const outside = [[-1, 2]];
  clipRows(outside);
  assertEquals(outside, [[-1, 2]]);
});

Deno.test("softmaxRow() gives probabilities in the order of its input", () => {
  assertEquals(softmaxRow([5, 5]), [0.5, 0.5]);
  assertAlmostEquals(softmaxRow([0, Math.log(3)])[1]!, 0.75, 1e-15);
  assertEquals(softmaxRow([1000, -1000]), [1, 0]);
  fc.assert(fc.property(row, (values) => {
    const weights = softmaxRow(values);
    assertAlmostEquals(weights.reduce((a, b) => a + b, 0), 1, 1e-12);
    for (let i = 1; i < values.length; i++) {
      if (values[i]! > values[i - 1]!) {
        assertEquals(weights[i]! >= weights[i - 1]!, true);
      }
    }
  }));
});
