import { assertEquals } from "@std/assert";
import { convergenceOf, EXACT, worstState } from "./convergence.ts";

/** Eigenvalues with their residuals after four products, and a tolerance of a tenth. */
const found = (values: number[], bounds: number[]) =>
  convergenceOf({
    values: Float64Array.from(values),
    bounds: Float64Array.from(bounds),
    residuals: [bounds[0]!, bounds.at(-1)!],
    steps: 4,
  }, 0.1);

Deno.test("convergenceOf() takes the residual of each eigenvalue as a share of the largest absolute one", () => {
  assertEquals(found([-1, 2, 10], [1.1, 1, 0.5]), {
    top: "converged",
    spectral: "converged",
    lanczos: {
      steps: 4,
      tolerance: 0.1,
      residuals: [1.1, 1, 0.5],
      converged: [false, true, true],
    },
  });
  assertEquals(found([-1, 10], [0.5, 1.1]).top, "unconverged");
});

Deno.test("convergenceOf() tells the largest eigenvalue from the largest absolute one", () => {
  const { top, spectral } = found([-10, 1], [2, 0.5]);
  assertEquals([top, spectral], ["converged", "unconverged"]);
  const other = found([-10, 1], [0.5, 2]);
  assertEquals([other.top, other.spectral], ["unconverged", "converged"]);
  const negative = found([-10, -9], [0.5, 0.1]);
  assertEquals([negative.top, negative.spectral], ["converged", "converged"]);
});

Deno.test("convergenceOf() of a residual or a value that is NaN is not converged", () => {
  assertEquals(found([1], [NaN]).top, "unconverged");
  assertEquals(found([NaN], [0]).top, "unconverged");
});

Deno.test("a mean has the worst state of its eigenvalues", () => {
  assertEquals(worstState([EXACT.top, "converged"]), "converged");
  assertEquals(worstState(["unconverged", "exact"]), "unconverged");
  assertEquals(worstState(["exact", "exact"]), "exact");
});
