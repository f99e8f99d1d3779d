import { assertEquals } from "@std/assert";
import type { SweepRows } from "../api.ts";
import { scaleOf } from "./drawing/scale.ts";
import {
  correlationsOf,
  orderText,
  readOrder,
  sortRows,
  STATE,
} from "./sweep_rows.ts";

const SWEEP: Pick<SweepRows, "axes" | "metrics" | "rows"> = {
  axes: ["lr", "opt", "norm"].map((name) => ({
    name,
    seed: false,
    log: false,
  })),
  metrics: [{ name: "test.loss", better: "min" }],
  rows: ([[1, "sgd", "a", 3], [10, "adam", "b", 2], [100, "sgd", "c", null], [
    1000,
    "adam",
    "a",
    1,
  ]] as const).map(([lr, opt, norm, loss]) => ({
    point: { lr, opt, norm },
    instances: [],
    state: loss === null ? "failed" : "done",
    cells: [loss === null ? null : [loss, null, 1]],
  })),
};

const sorted = (text: string) =>
  sortRows(SWEEP, readOrder(text)).map(({ point }) => point["lr"]);

Deno.test("sortRows() sorts by axes, metrics and states, and puts rows without a value last", () => {
  assertEquals(sorted("-lr"), [1000, 100, 10, 1]);
  assertEquals(sorted("opt"), [10, 1000, 1, 100]);
  assertEquals(sorted("test.loss"), [1000, 10, 1, 100]);
  assertEquals(sorted("-test.loss"), [1, 10, 1000, 100]);
  assertEquals(sorted(`-${STATE}`)[0], 100);
  assertEquals(orderText(readOrder("-test.loss")), "-test.loss");
});

Deno.test("correlationsOf() ranks numbers and pairs of names, and says how many rows count", () => {
  assertEquals(correlationsOf(SWEEP, "test.loss"), [
    { axis: "lr", value: -1, n: 3, order: null },
    {
      axis: "opt",
      value: -0.8660254037844387,
      n: 3,
      order: ["sgd", "adam"],
    },
    { axis: "norm", value: null, n: 3, order: null },
  ]);
});

Deno.test("scaleOf() places numbers along a line, logarithms by request, and names side by side", () => {
  const linear = scaleOf([0, 10], false);
  assertEquals([0, 2.5, 10].map(linear.at), [0, 0.25, 1]);
  assertEquals(linear.ticks.map(({ text }) => text), ["0", "10"]);
  const many = scaleOf([0, 1, 2, 3, 4, 5, 6.5, 10], false);
  assertEquals(many.ticks.map(({ text }) => text), [
    "0",
    "2",
    "4",
    "6",
    "8",
    "10",
  ]);
  const log = scaleOf([0.001, 10, 0.1], true);
  assertEquals([0.001, 0.1, 10].map(log.at), [0, 0.5, 1]);
  assertEquals(log.ticks.map(({ text }) => text), ["0.001", "0.1", "10"]);
  const wide = scaleOf([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1], true);
  assertEquals(wide.ticks.map(({ text }) => text), [
    "0.001",
    "0.01",
    "0.1",
    "1",
  ]);
  // Marks of close numbers would lie on each other.
  const close = scaleOf([0.6177, 0.646, 0.6591, 0.6608], false);
  assertEquals(close.ticks.map(({ text }) => text), [
    "0.62",
    "0.63",
    "0.64",
    "0.65",
    "0.66",
  ]);
  const names = scaleOf(["sgd", "adam", "sgd"], true);
  assertEquals(["sgd", "adam", "other"].map(names.at), [0.25, 0.75, undefined]);
  assertEquals(scaleOf([3, 3], false).at(3), 0.5);
});
