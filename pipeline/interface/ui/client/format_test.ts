import { assertEquals } from "@std/assert";
import { progressLine } from "./format.ts";

Deno.test("progressLine() shows the progress and the time left", () => {
  const some = { done: 3, total: 8, unit: "step", note: "", left: 70 };
  assertEquals(progressLine(some), "37%  eta 1m 10s");
  assertEquals(progressLine({ ...some, total: 0, left: null }), "3 step");
});
