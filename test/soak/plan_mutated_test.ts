import { assert } from "@std/assert";
import { planMutated } from "../support/endurance/plan_mutated.ts";

Deno.test("plan of each of 10,000 mutated files ends with code 0, or with 2 and a place", async () => {
  assert(await planMutated(0, 10_000) > 3000);
});
