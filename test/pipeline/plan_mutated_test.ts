import { assert } from "@std/assert";
import { planMutated } from "../support/endurance/plan_mutated.ts";

// test/soak/ plans thousands more
Deno.test("plan of a mutated file ends with code 0, or with 2 and a place", async () => {
  assert(await planMutated(0, 20) > 5);
});
