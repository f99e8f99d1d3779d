import { assertEquals, assertStrictEquals } from "@std/assert";
import type { Point } from "../../../pipeline/stage.ts";
import { joinRuns } from "./join_runs.ts";
import type { Gathered, PlacedArtifact } from "./report_run.ts";

const EMPTY: Gathered = {
  search: [],
  mixture: [],
  derived: [],
  trajectory: [],
  retrain: [],
  evaluation: [],
  perplexity: [],
  hessian: [],
  discretisation: [],
  landscape: [],
  benchmark: [],
  count: [],
  selection: [],
};

/** Artifacts whose content does not matter here. */
function located<T>(points: readonly Point[]): PlacedArtifact<T>[] {
  return points.map((point) => ({
    instance: JSON.stringify(point),
    point,
    value: {} as T,
    sha256: "",
  }));
}

Deno.test("joinRuns() gives a run for each point and finds its artifacts", () => {
  const points = [{ method: "a", seed: 0 }, { method: "a", seed: 1 }];
  const gathered = {
    ...EMPTY,
    search: located<Gathered["search"][number]["value"]>(points),
    evaluation: located<Gathered["evaluation"][number]["value"]>(
      points.toReversed(),
    ),
  };
  const runs = joinRuns(gathered);
  assertEquals(runs.map(({ point }) => point), points);
  assertStrictEquals(runs[1]!.found.search, gathered.search[1]);
  assertStrictEquals(runs[1]!.found.evaluation, gathered.evaluation[0]);
  assertEquals("hessian" in runs[0]!.found, false);
});

Deno.test("joinRuns() shares a search among the retrains that fan out from it", () => {
  const gathered = {
    ...EMPTY,
    search: located<Gathered["search"][number]["value"]>([{ seed: 0 }]),
    retrain: located<Gathered["retrain"][number]["value"]>([
      { seed: 0, channels: 8 },
      { seed: 0, channels: 16 },
    ]),
  };
  const runs = joinRuns(gathered);
  assertEquals(runs.map(({ point }) => point["channels"]), [8, 16]);
  for (const run of runs) {
    assertStrictEquals(run.found.search, gathered.search[0]);
  }
});

Deno.test("joinRuns() takes artifacts without coordinates as one run", () => {
  const gathered = {
    ...EMPTY,
    search: located<Gathered["search"][number]["value"]>([{}]),
    hessian: located<Gathered["hessian"][number]["value"]>([{}]),
  };
  const [run, ...others] = joinRuns(gathered);
  assertEquals(others, []);
  assertStrictEquals(run!.found.hessian, gathered.hessian[0]);
});
