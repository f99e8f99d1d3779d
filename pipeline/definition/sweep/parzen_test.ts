import { assertAlmostEquals, assertGreater } from "@std/assert";
import { choiceDensity, rangeDensity } from "./parzen.ts";

Deno.test("rangeDensity() is a density on 0 to 1, high where it was observed, and draws from there", () => {
  const density = rangeDensity([0.1, 0.12, 0.15]);
  const steps = 10_000;
  let mass = 0;
  for (let at = 0; at < steps; at++) {
    mass += Math.exp(density.logOf((at + 0.5) / steps)) / steps;
  }
  assertAlmostEquals(mass, 1, 1e-5);
  assertGreater(density.logOf(0.12), density.logOf(0.6));
  const draws = Array.from({ length: 400 }, (_, at) => density.draw(`${at}`));
  const near = draws.filter((share) => share < 0.5).length / draws.length;
  let below = 0;
  for (let at = 0; at < steps / 2; at++) {
    below += Math.exp(density.logOf((at + 0.5) / steps)) / steps;
  }
  // Four standard deviations of a share of 400 draws.
  assertAlmostEquals(near, below, 0.1);
});

Deno.test("choiceDensity() counts, and leaves each choice a chance", () => {
  const density = choiceDensity([1, 1], 3);
  assertAlmostEquals(Math.exp(density.logOf(0)), 1 / 5);
  assertAlmostEquals(Math.exp(density.logOf(1)), 3 / 5);
  const draws = Array.from({ length: 500 }, (_, at) => density.draw(`${at}`));
  const share = draws.filter((choice) => choice === 1).length / draws.length;
  assertAlmostEquals(share, 3 / 5, 0.1);
});
