import { assert } from "@std/assert";
import { loadMutated } from "../support/endurance/load_mutated.ts";

Deno.test("loadPipeline() of 20,000 mutated files works or says in lines with places what is wrong", async () => {
  assert(await loadMutated(2000, 20_000) > 5000);
});
