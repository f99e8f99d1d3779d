import { assertEquals, assertLess } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { digamma, dirichletSlope } from "./dirichlet_slope.ts";

const { cases } = readGolden<{
  cases: {
    concentration: number[][];
    sample: number[][];
    scaled_derivative: number[][];
    scaled_derivative_exact: number[][];
  }[];
}>("drnas");

Deno.test("dirichletSlope() is exact, and within a thousandth of PyTorch's series", () => {
  for (const golden of cases) {
    golden.concentration.forEach((row, at) => {
      const total = row.reduce((a, b) => a + b);
      row.forEach((own, column) => {
        const of = (matrix: number[][]) => matrix[at]![column]!;
        const found = dirichletSlope(of(golden.sample), own, total);
        const exact = of(golden.scaled_derivative_exact);
        assertLess(Math.abs(found / exact - 1), 1e-11);
        assertLess(Math.abs(found / of(golden.scaled_derivative) - 1), 1e-3);
      });
    });
  }
});

Deno.test("dirichletSlope() is that of the power x^a where the others have the concentration 1", () => {
  // I = x^a, whose slope is I * log x and whose density is a * x^(a-1)
  for (const own of [1e-3, 0.3, 1, 8, 900]) {
    for (const x of [1e-300, 1e-9, 0.004, 0.3, 0.98, 0.995, 1 - 1e-9]) {
      const exact = -x * Math.log(x) / own / (1 - x);
      const found = dirichletSlope(x, own, own + 1);
      assertLess(Math.abs(found / exact - 1), 1e-8, `${x} ${own}`);
    }
  }
});

Deno.test("dirichletSlope() is finite at both ends, and 0 for a component alone", () => {
  assertEquals(dirichletSlope(0, 0.5, 3), 0);
  assertEquals(dirichletSlope(1, 2, 2), 0);
  assertLess(
    Math.abs(dirichletSlope(1, 0.5, 3) - (digamma(3) - digamma(0.5)) / 2.5),
    1e-12,
  );
});

Deno.test("digamma() has its known values", () => {
  const euler = 0.5772156649015329;
  assertLess(Math.abs(digamma(1) + euler), 1e-13);
  assertLess(Math.abs(digamma(0.5) + euler + 2 * Math.LN2), 1e-13);
  assertLess(Math.abs(digamma(1e-5) + 1e5 + euler), 2e-5);
});
