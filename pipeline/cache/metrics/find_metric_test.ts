import { assertEquals, assertThrows } from "@std/assert";
import { findMetric } from "./find_metric.ts";
import type { Metric } from "./wide_table.ts";

const METRICS = [
  "train.loss",
  "test.loss",
  "test.top1Accuracy",
  "hessian.top.mean",
]
  .map((name): Metric => {
    const [stage = "", ...rest] = name.split(".");
    return { name, stage, metric: rest.join("."), better: undefined };
  });

Deno.test("findMetric() takes a metric by its name with or without the stage", () => {
  for (
    const [word, name] of [
      ["test.loss", "test.loss"],
      ["top1Accuracy", "test.top1Accuracy"],
      ["test.top1_accuracy", "test.top1Accuracy"],
      ["top.mean", "hessian.top.mean"],
    ] as const
  ) assertEquals(findMetric(METRICS, word).name, name);
});

Deno.test("findMetric() answers an unknown name with the nearest ones, and asks for the stage", () => {
  assertThrows(
    () => findMetric(METRICS, "top1Acuracy"),
    Error,
    "Expected a metric (train.loss, test.loss, test.top1Accuracy, hessian.top.mean) but found top1Acuracy (did you mean top1Accuracy?)",
  );
  assertThrows(
    () => findMetric(METRICS, "accuracy"),
    Error,
    "Expected a metric (test.top1Accuracy, train.loss,",
  );
  assertThrows(
    () => findMetric(METRICS, "loss"),
    Error,
    "Expected the metric of one stage (train.loss, test.loss) but found loss",
  );
});

Deno.test("findMetric() names every metric where none is asked for", () => {
  const many = Array.from({ length: 20 }, (_, i): Metric => ({
    name: `test.m${i}`,
    stage: "test",
    metric: `m${i}`,
    better: undefined,
  }));
  assertThrows(
    () => findMetric(many, undefined),
    Error,
    `Expected --by METRIC (${many.map(({ name }) => name).join(", ")}) but`,
  );
});
