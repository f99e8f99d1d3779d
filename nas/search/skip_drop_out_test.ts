// Dropout on skips in a search, as P-DARTS has it.
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { layoutOf } from "../layers/shape_layers.ts";
import { runSearch } from "./search.ts";
import { initialSearchState } from "./search_state.ts";
import { supernetLayout } from "../network/supernet.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";

const plain = tinySupernet(tinySpace("skip_connect", "sep_conv_3x3"));
const config = { ...plain, dropsSkips: true };
const layout = supernetLayout(config);

Deno.test("skips that are identities have dropout, strided ones not", () => {
  // cells 1 and 2 halve the map at both edges
  assertEquals(layout.noises, [0, 1].map((e) => `cells.0._ops.${e}._ops.0`));
  const { noises, ...rest } = supernetLayout(plain);
  assertEquals(noises, []);
  assertEquals({ ...layout, noises }, { ...rest, noises });
});

Deno.test("dropout drops a share of the values, scales up the others, and none in evaluation mode", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const layout = layoutOf((layers, x) => {
        layers.dropOut(x, { name: "skip" });
      }, { height: 50, width: 50, channels: 4 });
      const x = tf.ones([2, 50, 50, 4]);
      const run = (mode: "train" | "eval", word: number, rate?: number) =>
        tensorLayers(layout, {
          weights: tf.tensor1d([]),
          statistics: { mean: tf.tensor1d([]), variance: tf.tensor1d([]) },
          noiseSeed: tf.tensor1d([word, 0], "int32"),
          ...(rate === undefined ? {} : { dropOut: tf.scalar(rate) }),
        }, mode).dropOut(x, { name: "skip" }).dataSync();
      const found = run("train", 1, 0.2);
      assertEquals(new Set(found), new Set([0, 1.25]));
      const zeros = found.filter((v) => v === 0).length / found.length;
      assert(Math.abs(zeros - 0.2) < 0.015, `${zeros}`);
      assertEquals(run("train", 1, 0.2), found);
      assertNotEquals(run("train", 2, 0.2), found);
      assertEquals(run("train", 1, 0), x.dataSync());
      assertEquals(run("train", 1), x.dataSync());
      assertEquals(run("eval", 1, 0.2), x.dataSync());
    });
  });
});

Deno.test("a search with dropout on skips resumes from its state", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = tinySearch("darts", {
      config,
      skipDropOut: 0.5,
      warmup: 1,
      data: tinyData([3]),
    });
    const start = initialSearchState(config.space, layout, options.seed);
    let halfway = start;
    const whole = await runSearch(engine, start, {
      ...options,
      afterStep: ({ done, state }) => {
        if (done === 1) halfway = state();
      },
    });
    assertEquals(await runSearch(engine, halfway, options), whole);
    const kept = await runSearch(engine, start, {
      ...options,
      skipDropOut: 0,
    });
    assertNotEquals(kept.tensors.weights, whole.tensors.weights);
  });
});
