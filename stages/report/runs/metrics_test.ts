import { assertAlmostEquals, assertEquals } from "@std/assert";
import { inventedRun } from "../../../test/support/stages/invented_run.ts";
import type { EvaluationFile } from "../../_artifacts/evaluation.ts";
import type { SearchHistory } from "../../_artifacts/search_history.ts";
import type { Group } from "./group_runs.ts";
import { aggregateOf, distinctRuns, metricOf, runsOf } from "./metrics.ts";
import { overText } from "./over_text.ts";
import type { Run } from "./report_run.ts";

const search = {
  instance: "search@seed=0",
  point: { seed: 0 },
  value: {
    epochs: [
      { validAccuracy: 0.1, parameterFreeShare: 0.5 },
      { validAccuracy: 0.4, parameterFreeShare: null },
    ],
  } as unknown as SearchHistory,
  sha256: "",
};

function run(top1Error: number | null, unit = "search@seed=0"): Run {
  const value = { top1Error, parameters: 10 } as unknown as EvaluationFile;
  const evaluation = { instance: "e", point: { seed: 0 }, value, sha256: "" };
  return {
    ...inventedRun({ seed: 0 }, { unit }),
    found: { search, evaluation },
  };
}

const group: Group = {
  label: "x",
  name: "x",
  point: {},
  runs: [run(0.2), run(0.4), run(null)],
};

Deno.test("metricOf() reads the last epoch, and null where there is nothing", () => {
  assertEquals(metricOf(group.runs[0]!, "valid_accuracy"), 0.4);
  assertEquals(metricOf(group.runs[0]!, "parameter_free_share"), null);
  assertEquals(metricOf(group.runs[0]!, "hessian_top"), null);
  assertEquals(metricOf(group.runs[2]!, "test_error"), null);
});

Deno.test("runsOf() counts a search once that several retrains share", () => {
  assertEquals(runsOf(group, "valid_accuracy").length, 1);
  assertEquals(runsOf(group, "test_error").length, 3);
  assertEquals(distinctRuns(group, "hessian"), []);
});

Deno.test("aggregateOf() passes over runs without a value", () => {
  const { n, mean, min, max } = aggregateOf(group, "test_error");
  assertEquals([n, min, max], [2, 0.2, 0.4]);
  assertEquals(Math.round(mean! * 1e9) / 1e9, 0.3);
  assertEquals(aggregateOf(group, "valid_accuracy").std, null);
});

Deno.test("aggregateOf() takes the interval over searches, whose trainings are averaged first", () => {
  const runs = [0.1, 0.2, 0.3].flatMap((error) => [
    run(error - 0.05, `search ${error}`),
    run(error + 0.05, `search ${error}`),
  ]);
  const nested = { ...group, runs };
  const { n, mean, interval } = aggregateOf(nested, "test_error");
  assertEquals(n, 6);
  assertAlmostEquals(mean!, 0.2);
  assertAlmostEquals(interval![0], 0.1);
  assertAlmostEquals(interval![1], 0.3);
  assertEquals(
    overText(nested, "test_error"),
    "3 search seeds x 2 retrain seeds",
  );
  assertEquals(overText(group, "test_error"), "2 trainings of one search");
  assertEquals(
    overText({ ...group, runs: runs.slice(1) }, "test_error"),
    "5 trainings of 3 searches",
  );
  assertEquals(overText(group, "hessian_top"), undefined);
});
