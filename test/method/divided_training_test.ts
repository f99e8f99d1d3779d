// Training on several devices, and in bfloat16: what is stopped and goes on gives the same bytes.
import { assertEquals } from "@std/assert";
import { bfloat16 } from "../../engine/compile/bfloat16.ts";
import {
  initialRetrainState,
  type RetrainState,
  runRetrain,
} from "../../nas/retrain/retrain.ts";
import { runSearch } from "../../nas/search/search.ts";
import {
  initialSearchState,
  type SearchState,
} from "../../nas/search/search_state.ts";
import { dataParallel } from "../../nas/training/data_parallel.ts";
import { testEngine } from "../support/tensors/engine.ts";
import {
  throughFile,
  tinyData,
  tinyRetrain,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../support/tensors/tiny_search.ts";

const engineOfTwo = () => testEngine({ cpuDevices: 2 });
const DIVIDED = { gradients: dataParallel(2), precision: bfloat16 };

Deno.test("a search in bfloat16 over two devices goes on from a file with the same bytes", async () => {
  const engine = await engineOfTwo();
  const plain = tinySearch("sdarts-rs", {
    config: tinySupernet(tinySpace("skip_connect", "sep_conv_3x3")),
    epochs: 1,
    data: tinyData([4, 4]),
  });
  const options = { ...plain, ...DIVIDED };
  const { config: { space }, layout } = options;
  const initial = () => initialSearchState(space, layout, 1);
  let halfway: SearchState | undefined;
  const whole = await runSearch(engine, initial(), {
    ...options,
    afterStep: ({ state }) => {
      halfway ??= state();
    },
  });
  const from = { ...halfway!, tensors: throughFile(halfway!.tensors) };
  assertEquals([from.epoch, from.step], [0, 1]);
  assertEquals(await runSearch(engine, from, options), whole);
});

Deno.test("a retraining in bfloat16 over two devices goes on from a file with the same bytes", async () => {
  const engine = await engineOfTwo();
  const plain = tinyRetrain({ epochs: 1 });
  const options = { ...plain, ...DIVIDED };
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
