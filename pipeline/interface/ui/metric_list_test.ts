import { assertEquals } from "@std/assert";
import { metricList } from "./metric_list.ts";
import type { Series } from "../../cache/metrics/action_series.ts";

const curve = (...values: number[]): Series => ({
  kind: "curve",
  steps: values.map((_, step) => step),
  values,
});

Deno.test("metricList() puts metrics that are equal in all instances last", () => {
  const list = metricList();
  assertEquals(list.metrics(), []);
  list.add(new Map([["rate", curve(3, 2)], ["loss", curve(1, NaN)]]));
  // one that has not come as far, and one that has come further
  list.add(new Map([["rate", curve(3)], ["loss", curve(1, NaN, 0)]]));
  assertEquals(list.metrics().map(({ name }) => name), ["rate", "loss"]);
  list.add(new Map([["rate", curve(3, 2, 1)], ["loss", curve(1, NaN, 2)]]));
  list.add(new Map([["seed", { kind: "value", steps: [0], values: [4] }]]));
  assertEquals(list.metrics(), [
    { name: "loss", kind: "curve" },
    { name: "rate", kind: "curve" },
    { name: "seed", kind: "value" },
  ]);
});
