import { assertEquals } from "@std/assert";
import { shownValue } from "./shown_value.ts";

Deno.test("shownValue() tells values apart that are easily taken for one another", () => {
  assertEquals(
    [undefined, null, NaN, "3", 3, () => 3, 3n, [1, { a: 2 }]].map(shownValue),
    ["none", "null", "NaN", '"3"', "3", "a function", "3", '[1,{"a":2}]'],
  );
  assertEquals(shownValue("x".repeat(99)).length, 60);
});
