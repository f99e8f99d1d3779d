import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { checkRelaxation } from "./check_relaxation.ts";
import { relaxation as sigmoid } from "./sigmoid.ts";

Deno.test("the sigmoid as a relaxation is what it tells", async () => {
  await withoutLeaks(await testEngine(), () => checkRelaxation(sigmoid));
});
