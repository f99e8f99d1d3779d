import { assert } from "@std/assert";
import { planMutated } from "../support/endurance/plan_mutated.ts";

Deno.test("plan of 10,000 mutated files ends with code 0, or 2 and places", async () => {
  assert(await planMutated(0, 10_000) > 3000);
});
