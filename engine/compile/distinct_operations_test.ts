import { assertEquals } from "@std/assert";
import { isDistinct, isRepeatable } from "./distinct_operations.ts";

Deno.test("random numbers with a seed are distinct and repeatable; others and effects are distinct alone", () => {
  const both = (name: string) => [isDistinct(name), isRepeatable(name)];
  assertEquals(both("Conv2D"), [false, true]);
  assertEquals(both("StatelessRandomNormalV2"), [true, true]);
  assertEquals(both("RandomUniform"), [true, false]);
  assertEquals(both("AssignVariableOp"), [true, false]);
});
