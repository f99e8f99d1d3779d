import { assertAlmostEquals, assertEquals } from "@std/assert";
import { holm } from "./holm.ts";

Deno.test("holm() agrees with statsmodels' multipletests", () => {
  // multipletests([0.01, 0.02, 0.03, 0.5], method="holm")[1]
  const corrected = holm([0.01, 0.02, 0.03, 0.5]);
  [0.04, 0.06, 0.06, 0.5].forEach((value, i) =>
    assertAlmostEquals(corrected[i]!, value, 1e-15)
  );
});

Deno.test("holm() never exceeds 1 nor falls below the plain value", () => {
  assertEquals(holm([0.9, 0.8]), [1, 1]);
  assertEquals(holm([0.2]), [0.2]);
  assertEquals(holm([]), []);
});
