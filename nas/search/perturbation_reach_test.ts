import { assertEquals } from "@std/assert";
import { farther, perturbationReach, reachOf } from "./perturbation_reach.ts";

Deno.test("the reach of an epoch is that of its farthest step, with the steps that left the ball", () => {
  const steps = [0.1, 0.25, 0, 0.1 + 1e-7, null];
  const sums = steps.map((norm) => reachOf(norm, 0.1)).reduce(farther, {});
  assertEquals(perturbationReach(sums, 0.1), {
    perturbationNorm: 0.25,
    perturbationRatio: 2.5,
    perturbationsOutside: 1,
  });
});

Deno.test("an epoch without perturbations has no reach, and one without a radius no ratio", () => {
  assertEquals(perturbationReach(farther({}, reachOf(null, 0.1)), 0.1), {
    perturbationNorm: null,
    perturbationRatio: null,
    perturbationsOutside: null,
  });
  assertEquals(perturbationReach(reachOf(0, 0), 0), {
    perturbationNorm: 0,
    perturbationRatio: null,
    perturbationsOutside: 0,
  });
});
