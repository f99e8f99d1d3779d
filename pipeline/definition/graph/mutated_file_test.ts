import { assert } from "@std/assert";
import { loadMutated } from "../../../test/support/endurance/load_mutated.ts";

// test/soak/ loads thousands more
Deno.test("loadPipeline() of 2,000 mutated files works or says in lines with places what is wrong", async () => {
  const refused = await loadMutated(0, 2000);
  assert(refused > 500 && refused < 2000, `${refused}`);
});
