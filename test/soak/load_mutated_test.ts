import { assert } from "@std/assert";
import { loadMutated } from "../support/endurance/load_mutated.ts";

Deno.test("loadPipeline() of 21,600 mutated files works or says in lines with places what is wrong", async () => {
  assert(await loadMutated(400, 21_600) > 5000);
});
