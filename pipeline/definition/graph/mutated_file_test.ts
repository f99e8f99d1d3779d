import { assert } from "@std/assert";
import { loadMutated } from "../../../test/support/endurance/load_mutated.ts";

// test/soak/ loads thousands more
Deno.test("loadPipeline() of 400 mutated files works or says in lines with places what is wrong", async () => {
  const refused = await loadMutated(0, 400);
  assert(refused > 100 && refused < 400, `${refused}`);
});
