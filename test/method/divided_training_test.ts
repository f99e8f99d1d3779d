// Training on several devices, and in bfloat16: what is stopped and goes on gives the same bytes. Searches are in
// test/soak/devices_test.ts.
import { assertEquals } from "@std/assert";
import { bfloat16 } from "../../engine/compile/bfloat16.ts";
import {
  initialRetrainState,
  type RetrainState,
  runRetrain,
} from "../../nas/retrain/retrain.ts";
import { dataParallel } from "../../nas/training/data_parallel.ts";
import { testEngine } from "../support/tensors/engine.ts";
import { throughFile, tinyRetrain } from "../support/tensors/tiny_search.ts";

Deno.test("a retraining in bfloat16 over two devices goes on from a file with the same bytes", async () => {
  const engine = await testEngine({ cpuDevices: 2 });
  const options = tinyRetrain({
    epochs: 1,
    gradients: dataParallel(2),
    precision: bfloat16,
  });
  const initial = () => initialRetrainState(options.layout, 1);
  let halfway: RetrainState | undefined;
  const whole = await runRetrain(engine, initial(), {
    ...options,
    afterStep: ({ state }) => {
      halfway ??= state();
    },
  });
  const from = { ...halfway!, tensors: throughFile(halfway!.tensors) };
  assertEquals([from.epoch, from.step], [0, 1]);
  assertEquals(await runRetrain(engine, from, options), whole);
});
