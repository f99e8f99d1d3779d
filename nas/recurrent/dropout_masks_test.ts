import type * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { dropoutMasks } from "./dropout_masks.ts";

const rates = { words: 0.1, input: 0.2, cell: 0.75, hidden: 0.25, output: 0 };
const at = { batch: 20, pass: "weight", seed: 1, epoch: 2, step: 3 };

/** Masks as numbers. */
function drawn(
  address: Partial<typeof at>,
  given = rates,
): Record<string, readonly number[]> | undefined {
  const masks = dropoutMasks(given, { words: 400, units: 30 }, {
    ...at,
    ...address,
  });
  if (masks === undefined) return undefined;
  const values = Object.entries(masks).map((
    [name, mask]: [string, tf.Tensor],
  ) => [name, [...mask.dataSync()]] as const);
  disposeTensors(masks);
  return Object.fromEntries(values);
}

Deno.test("dropoutMasks() drops the share of each mask and raises the rest, and no draw shares numbers with another", async () => {
  await withoutLeaks(await testEngine(), () => {
    const found = drawn({})!;
    for (const [name, factors] of Object.entries(found)) {
      const rate = rates[name as keyof typeof rates];
      const zeros = factors.filter((factor) => factor === 0).length;
      assertAlmostEquals(zeros / factors.length, rate, 0.06);
      for (const factor of factors) {
        if (factor !== 0) assertAlmostEquals(factor, 1 / (1 - rate), 1e-6);
      }
    }
    assertEquals(found.words!.length, 400);
    assertEquals(drawn({}), found);
    for (
      const other of [{ pass: "alpha" }, { seed: 2 }, { epoch: 1 }, { step: 4 }]
    ) {
      const { output: _, ...masks } = drawn(other)!;
      for (const [name, factors] of Object.entries(masks)) {
        assertNotEquals(factors, found[name]);
      }
    }
    assertNotEquals(found.input, found.hidden);
  });
});

Deno.test("dropoutMasks() makes no mask without dropout", async () => {
  await testEngine();
  const none = { words: 0, input: 0, cell: 0, hidden: 0, output: 0 };
  assertEquals(drawn({}, none), undefined);
});
