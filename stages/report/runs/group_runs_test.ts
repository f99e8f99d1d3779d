import { assertEquals } from "@std/assert";
import { inventedRun } from "../../../test/support/stages/invented_run.ts";
import type { Point } from "../../../pipeline/stage.ts";
import { groupRuns, runLabel } from "./group_runs.ts";
import type { ArchitectureOrigin } from "./architecture_origin.ts";
import type { Run } from "./report_run.ts";

/** Runs of searches, or of another origin, at some points. */
function runs(
  points: readonly Point[],
  provenance: Partial<ArchitectureOrigin> = {},
): Run[] {
  return points.map((point) => ({
    ...inventedRun(point, provenance),
    repeats: Object.keys(point).filter((axis) => /seed|run/.test(axis)),
  }));
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

Deno.test("groupRuns() takes trainings of one search for repetitions, and names seed and run", () => {
  const [group, ...others] = groupRuns(runs([
    { space: "s1", seed: 3, run: 2 },
    { space: "s1", seed: 3, run: 1 },
    { space: "s1", seed: 2, run: 1 },
  ]));
  assertEquals(others, []);
  assertEquals(group!.point, { space: "s1" });
  assertEquals(group!.runs.map(runLabel), [
    "seed 2, run 1",
    "seed 3, run 1",
    "seed 3, run 2",
  ]);
});

Deno.test("groupRuns() keeps roles apart, searches first, and names each", () => {
  const choice = { rule: "best", pool: "2 searches of darts" };
  const groups = groupRuns([
    ...runs([{ seed: 0 }], { source: "random", stages: ["r"] }),
    ...runs([{}], { source: "given", published: "darts-v2" }),
    ...runs([{ method: "darts", run: 0 }], { choice, stages: ["s"] }),
    ...runs([{ method: "darts", seed: 0 }, { method: "darts", seed: 1 }]),
    ...runs([{}], { source: "given" }),
  ]);
  assertEquals(groups.map(({ label, runs }) => [label, runs.length]), [
    ["DARTS", 2],
    ["DARTS, selected", 1],
    ["random baseline", 1],
    ["darts-v2", 1],
    ["given genotype", 1],
  ]);
});

Deno.test("groupRuns() tells runs of different stages apart, and gives no two groups one label", () => {
  const point = { method: "darts", seed: 0 };
  const groups = groupRuns([
    ...runs([point], { stages: ["search", "short"] }),
    ...runs([point], { stages: ["search", "long"] }),
  ]);
  assertEquals(groups.map(({ label }) => label), [
    "DARTS (short)",
    "DARTS (long)",
  ]);
});
