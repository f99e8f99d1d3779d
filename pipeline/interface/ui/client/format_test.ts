import { assertEquals } from "@std/assert";
import { numberText, progressLine } from "./format.ts";

Deno.test("numberText() keeps four digits", () => {
  for (
    const [value, text] of [
      [0, "0"],
      [1 / 3, "0.3333"],
      [-12.345678, "-12.35"],
      [1234567, "1,234,567"],
      [0.00001234, "1.23e-5"],
      [1e9 + 0.5, "1.00e+9"],
      [0.5, "0.5"],
    ] as const
  ) assertEquals(numberText(value), text);
});

Deno.test("progressLine() shows the progress and the time left", () => {
  const some = { done: 3, total: 8, unit: "step", note: "", left: 70 };
  assertEquals(progressLine(some), "37%  eta 1m 10s");
  assertEquals(progressLine({ ...some, total: 0, left: null }), "3 step");
});
