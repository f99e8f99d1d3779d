import { assertEquals } from "@std/assert";
import type { LoggedInstance } from "./logged_results.ts";
import { mlflowBatches } from "./mlflow_batches.ts";
import { mlflowRun } from "./mlflow_run.ts";

const KEY = "cd".repeat(32);

/** An instance with odd names and values. */
function logged(metrics: readonly string[]): LoggedInstance {
  const instance = {
    name: "a@x=1",
    point: { x: 1 },
    params: {
      deep: { list: [1, "b"], rows: [{ k: 1 }], none: {}, text: "" },
      "p@q": true,
      long: "l".repeat(6001),
    },
    stage: { spec: { id: { value: "a" } } },
  } as unknown as LoggedInstance["instance"];
  return {
    instance,
    key: KEY,
    origin: { began: 1, ended: 5, commit: null },
    points: metrics.map((metric) => ({ metric, step: 0, value: 1, time: 5 })),
  };
}

Deno.test("mlflowRun() gives parameters by path, and names that the server accepts, each for one name", () => {
  const names = [
    "acc@1",
    "acc_1",
    "../up",
    "a//b",
    "größe top.1",
    "m".repeat(300),
  ];
  const run = mlflowRun(logged(names), {
    schema: 1,
    key: KEY,
    instance: "a@x=1",
    outputs: {},
  }, "p");
  assertEquals(run.long, ["long"]);
  assertEquals(run.params.map(({ key, value }) => [key, value]), [
    ["axis.x", "1"],
    ["deep.list", '[1,"b"]'],
    ["deep.rows.0.k", "1"],
    ["deep.none", "{}"],
    ["deep.text", ""],
    ["p_q", "true"],
  ]);
  const keys = run.metrics.map(({ key }) => key);
  assertEquals(keys.slice(2, 5), ["_.._up", "_a__b", "größe top.1"]);
  assertEquals(keys[0], "acc_1");
  assertEquals(/^acc_1-[0-9a-f]{16}$/.test(keys[1]!), true);
  assertEquals(keys[5]!.length, 250);
});

Deno.test("mlflowBatches() keeps requests below a megabyte", () => {
  const value = "ü".repeat(6000);
  const params = Array.from(
    { length: 100 },
    (_, index) => ({ key: `k${index}`, value }),
  );
  const batches = mlflowBatches({ params, tags: [], metrics: [] });
  assertEquals(batches.map((batch) => batch.params?.length), [74, 26]);
});
