import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { readGolden } from "../../test/numerics/golden.ts";
import { gammaLogarithm } from "./gamma.ts";

Deno.test("gammaLogarithm() turns the reference's random numbers into its gamma numbers, and takes no more of them", () => {
  const { gamma } = readGolden<{
    gamma: { alpha: number; draws: number[]; value: number }[];
  }>("drnas");
  for (const { alpha, draws, value } of gamma) {
    const left = draws.values();
    const next = () => left.next().value!;
    const found = gammaLogarithm(alpha, { normal: next, uniform: next });
    assertAlmostEquals(Math.exp(found) / value, 1, 1e-12);
    assertEquals(left.next().done, true);
  }
});

Deno.test("gammaLogarithm() has the mean and the variance of its distribution, also for shapes below 1", () => {
  const random = randomStream({ seed: 3, stream: "gamma test" });
  const count = 20_000;
  for (const shape of [0.2, 1, 6]) {
    const numbers = Array.from(
      { length: count },
      () => Math.exp(gammaLogarithm(shape, random)),
    );
    const mean = numbers.reduce((a, b) => a + b) / count;
    const variance = numbers.reduce((a, x) => a + (x - mean) ** 2, 0) / count;
    assertLess(Math.abs(mean - shape), 4 * Math.sqrt(shape / count));
    assertLess(Math.abs(variance / shape - 1), 0.1);
  }
});

Deno.test("gammaLogarithm() is finite where the number itself is too small for float64", () => {
  const random = randomStream({ seed: 4, stream: "gamma test" });
  let smallest = 0;
  for (let i = 0; i < 1000; i++) {
    smallest = Math.min(smallest, gammaLogarithm(1e-4, random));
  }
  assertLess(smallest, -750);
  assertLess(-1e9, smallest);
});
