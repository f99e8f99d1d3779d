// Training on several devices, and in bfloat16: what is stopped and goes on gives the same bytes. Searches are in
// test/soak/devices_test.ts.
import { bfloat16 } from "../../engine/compile/bfloat16.ts";
import { initialRetrainState, runRetrain } from "../../nas/retrain/retrain.ts";
import { dataParallel } from "../../nas/training/data_parallel.ts";
import { assertGoesOn } from "../support/tensors/assert_goes_on.ts";
import { testEngine } from "../support/tensors/engine.ts";
import { tinyRetrain } from "../support/tensors/tiny_search.ts";

Deno.test("a retraining in bfloat16 over two devices goes on from a file with the same bytes", async () => {
  const engine = await testEngine({ cpuDevices: 2 });
  const options = tinyRetrain({
    epochs: 1,
    gradients: dataParallel(2),
    precision: bfloat16,
  });
  await assertGoesOn(
    initialRetrainState(options.layout, 1),
    (from, afterStep) => runRetrain(engine, from, { ...options, afterStep }),
  );
});
