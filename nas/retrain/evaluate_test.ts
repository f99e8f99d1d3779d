import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  SIDE,
  tinyBatch,
  tinyRetrain,
} from "../../test/support/tensors/tiny_search.ts";
import type { Batch } from "../training/batch.ts";
import { evaluateNetwork } from "./evaluate.ts";
import { initialWeights } from "../training/initialise.ts";
import { networkLayout } from "../network/network.ts";

const config = { ...tinyRetrain().config, classes: 7 };
const layout = networkLayout(config);

/** A network whose logits are these for every image. */
function constant(logits: readonly number[]) {
  const weights = initialWeights(layout, 1);
  for (const { name, offset, size } of layout.parameters) {
    if (name === "classifier.weight") weights.fill(0, offset, offset + size);
    if (name === "classifier.bias") weights.set(logits, offset);
  }
  return {
    weights,
    mean: new Float32Array(layout.statisticsCount),
    variance: new Float32Array(layout.statisticsCount).fill(1),
  };
}

function labelled(...labels: number[]): Batch {
  return {
    ...tinyBatch(labels.length, "evaluate"),
    y: Int32Array.from(labels),
  };
}

const evaluate = async (logits: readonly number[], batches: Batch[]) =>
  evaluateNetwork(await testEngine(), {
    config,
    layout,
    flat: constant(logits),
    batches,
    seed: 1,
  });

Deno.test("evaluateNetwork() counts first and first-five places by class, over unequal batches", async () => {
  await withoutLeaks(await testEngine(), async () => {
    // class 2 comes first, then 1, 0, 3, 4; 5 and 6 are not among the first five
    const logits = [3, 4, 5, 2, 1, 0, -1];
    const found = await evaluate(logits, [
      labelled(2, 2, 1),
      labelled(5),
      labelled(4, 6),
    ]);
    assertEquals([found.count, found.top1, found.top5], [6, 2, 4]);
    assertEquals(found.perClass.map(({ count, right }) => [count, right]), [
      [0, 0],
      [1, 0],
      [2, 2],
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    const logSum = Math.log(logits.reduce((sum, l) => sum + Math.exp(l), 0));
    const mean = [5, 5, 4, 0, 1, -1].reduce((sum, l) => sum + logSum - l, 0) /
      6;
    assertAlmostEquals(found.loss, mean, 1e-6);
  });
});

Deno.test("evaluateNetwork() ranks equal logits against the image", async () => {
  const found = await evaluate([0, 0, 0, 0, 0, 0, 0], [labelled(0, 3, 6)]);
  assertEquals([found.top1, found.top5], [0, 0]);
});

Deno.test("evaluateNetwork() reports its progress and names an image whose logits are not finite", async () => {
  const engine = await testEngine();
  const done: number[] = [];
  const spoiled = labelled(0, 1);
  spoiled.x.fill(NaN, SIDE * SIDE * 3);
  const flat = {
    ...constant([0, 0, 0, 0, 0, 0, 0]),
    weights: initialWeights(layout, 1),
  };
  await assertRejects(
    () =>
      evaluateNetwork(engine, {
        config,
        layout,
        flat,
        batches: [labelled(0, 1, 2), spoiled],
        seed: 1,
        afterBatch: (images) => {
          done.push(images);
        },
      }),
    Error,
    "Expected finite logits but found NaN at image 4",
  );
  assertEquals(done, [3]);
});
