import { assertEquals } from "@std/assert";
import { metricRows } from "./metric_rows.ts";

Deno.test("metricRows makes a curve of a list, and joins the rows of a metric", () => {
  const numbers = new Map([
    ["history epochs.0.loss", 3],
    ["history epochs.0.error", 0.5],
    ["history epochs.1.loss", NaN],
    ["list 0", 7],
    ["alphas 0.2.1", 4],
    ["plain", 8],
    ["folder/a.0.json x.y", 9],
  ]);
  assertEquals(metricRows(numbers), [
    { metric: "history epochs.loss", step: 0, value: 3 },
    { metric: "history epochs.loss", step: 1, value: NaN },
    { metric: "history epochs.error", step: 0, value: 0.5 },
    { metric: "list", step: 0, value: 7 },
    { metric: "alphas 2.1", step: 0, value: 4 },
    { metric: "plain", step: null, value: 8 },
    { metric: "folder/a.0.json x.y", step: null, value: 9 },
  ]);
});
