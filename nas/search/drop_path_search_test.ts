// Drop path in a search, as R-DARTS has it: edges of the supernet, in training mode, on a ramp.
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { runSearch } from "./search.ts";
import { searchForward } from "./search_forward.ts";
import { initialSearchState } from "./search_state.ts";
import { supernetLayout } from "../network/supernet.ts";

const plain = tinySupernet(tinySpace("skip_connect", "sep_conv_3x3"));
const config = { ...plain, dropsPaths: true };
const layout = supernetLayout(config);

Deno.test("a supernet that drops paths has one for each edge of each cell and the same parameters", () => {
  assertEquals(
    layout.paths,
    [0, 1, 2].flatMap((cell) =>
      [0, 1].map((edge) => `cells.${cell}._ops.${edge}`)
    ),
  );
  const { paths, ...rest } = supernetLayout(plain);
  assertEquals(paths, []);
  assertEquals({ ...layout, paths }, { ...rest, paths });
});

Deno.test("a dropped edge is as if its mixture had no weight, and none is dropped in evaluation mode", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const { x } = batchTensors(tinyBatch(3, "paths"), config.size);
      const { forward } = searchForward(config, layout, 3);
      const half = [[0.5, 0.5], [0.5, 0.5]];
      const run = (
        mode: "train" | "eval",
        scale: number[] | undefined,
        rows: number[][] = half,
      ) =>
        forward(mode, {
          weights: tf.tensor1d(initialWeights(layout, 1)),
          statistics: freshStatistics(layout),
          mixtures: [tf.tensor2d(rows), tf.tensor2d(half)],
          x,
          seed: tf.tensor1d([0, 0], "int32"),
          pathScale: scale === undefined
            ? undefined
            : tf.tensor2d([scale, scale, scale]),
        }).logits.dataSync();
      const whole = run("train", undefined);
      assertEquals(run("train", [1, 1, 1, 1, 1, 1]), whole);
      // the only normal cell is the first one
      const without = run("train", [0, 2, 1, 1, 1, 1]);
      assertLess(
        worst(without, run("train", undefined, [[0, 0], [1, 1]])),
        1e-5,
      );
      assertNotEquals(without, whole);
      assertEquals(
        run("eval", [0, 2, 0, 2, 0, 2]),
        run("eval", undefined),
      );
    });
  });
});

Deno.test("a search drops paths on a ramp: none in the first epoch, by address, and resumes from its state", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = tinySearch("r-darts-dp", {
      config,
      dropPath: 0.6,
      data: tinyData([3]),
    });
    const start = initialSearchState(config.space, layout, options.seed);
    const run = (changes: Partial<typeof options>) =>
      runSearch(engine, start, { ...options, ...changes });
    let halfway = start;
    const dropped = await run({
      afterStep: ({ done, state }) => {
        if (done === 1) halfway = state();
      },
    });
    const kept = await run({ dropPath: 0 });
    assertEquals(dropped.trajectory[1], kept.trajectory[1]);
    assertNotEquals(dropped.trajectory[2], kept.trajectory[2]);
    assertNotEquals(dropped.tensors.weights, kept.tensors.weights);
    assertEquals(await runSearch(engine, halfway, options), dropped);
  });
});
