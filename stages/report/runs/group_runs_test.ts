import { assertEquals } from "@std/assert";
import type { Point } from "../../../pipeline/stage.ts";
import { groupRuns, runLabel } from "./group_runs.ts";

function runs(points: readonly Point[]) {
  return points.map((point) => ({ point, found: {} }));
}

Deno.test("groupRuns() orders methods as the paper does and seeds by number", () => {
  const groups = groupRuns(runs([
    { method: "sdarts-adv", seed: 10 },
    { method: "darts", seed: 2 },
    { method: "sdarts-adv", seed: 2 },
    { method: "sdarts-rs", seed: 0 },
  ]));
  assertEquals(groups.map(({ label }) => label), [
    "DARTS",
    "SDARTS-RS",
    "SDARTS-ADV",
  ]);
  assertEquals(groups[2]!.runs.map(runLabel), ["seed 2", "seed 10"]);
  assertEquals(groups[2]!.point, { method: "sdarts-adv" });
});

Deno.test("groupRuns() names the axes that vary, the method last", () => {
  const groups = groupRuns(runs([
    { dataset: "cifar10", method: "sdarts-rs", space: "s2", seed: 0 },
    { dataset: "cifar10", method: "darts", space: "s1", seed: 0 },
    { dataset: "cifar10", method: "darts", space: "s2", seed: 0 },
  ]));
  assertEquals(groups.map(({ label }) => label), [
    "s2 · DARTS",
    "s2 · SDARTS-RS",
    "s1 · DARTS",
  ]);
});

Deno.test("groupRuns() tells the space darts from the method", () => {
  const groups = groupRuns(runs([
    { method: "darts", space: "darts" },
    { method: "darts", space: "s1" },
    { method: "sdarts-rs", space: "darts" },
  ]));
  assertEquals(groups.map(({ label }) => label), [
    "darts · DARTS",
    "darts · SDARTS-RS",
    "s1 · DARTS",
  ]);
});

Deno.test("groupRuns() keeps a lone group without coordinates", () => {
  const [group, ...others] = groupRuns(runs([{}]));
  assertEquals([others.length, group!.label, group!.point], [
    0,
    "all runs",
    {},
  ]);
});

Deno.test("groupRuns() takes the final trainings of one search for repetitions, and names seed and run", () => {
  const [group, ...others] = groupRuns(runs([
    { space: "s1", run: 1 },
    { space: "s1", run: 0 },
    { space: "s1", seed: 3 },
    { space: "s1", seed: 3, run: 2 },
  ]));
  assertEquals(others, []);
  assertEquals(group!.point, { space: "s1" });
  assertEquals(group!.runs.map(runLabel), [
    "run 0",
    "run 1",
    "seed 3",
    "seed 3, run 2",
  ]);
});
