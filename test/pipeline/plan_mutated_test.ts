import { assert } from "@std/assert";
import { planMutated } from "../support/endurance/plan_mutated.ts";

Deno.test("plan of mutated files ends with code 0, or 2 and places", async () => {
  assert(await planMutated(0, 60) > 20);
});
