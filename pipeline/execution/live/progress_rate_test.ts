import { assertEquals } from "@std/assert";
import { progressText } from "./progress_rate.ts";

Deno.test("progressText() estimates from the speed since the first report", () => {
  const first = { progress: { done: 50, total: 100, unit: "step" }, time: 10 };
  const last = {
    progress: { done: 60, total: 100, unit: "step", note: "epoch 6/10" },
    time: 30,
  };
  assertEquals(progressText(first, last), "60%  eta 1m 20s  epoch 6/10");
});

Deno.test("progressText() shows no estimate before anything was gained", () => {
  const first = { progress: { done: 0, total: 100, unit: "step" }, time: 10 };
  assertEquals(progressText(first, first), "0%");
});

Deno.test("progressText() shows the amount when the total is not known", () => {
  const first = { progress: { done: 7, total: 0, unit: "byte" }, time: 10 };
  assertEquals(progressText(first, first), "7 byte");
});
