// Steps that compute the drawn candidates of a supernet alone.
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { eagerPrograms } from "../../test/support/tensors/eager_programs.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { sampling as gumbel } from "../samplings/gumbel.ts";
import { gumbelSampling } from "../samplings/gumbel_sampling.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { compileParts } from "../training/programs.ts";
import { searchParts } from "./search_programs.ts";

const KINDS = [
  "none",
  "max_pool_3x3",
  "avg_pool_3x3",
  "skip_connect",
  "sep_conv_3x3",
] as const;
const { config, layout, optimisers } = tinySearch("darts", {
  config: tinySupernet(tinySpace(...KINDS)),
});
const parts = { batch: 4, optimisers };

/** Drawn operations of the two edges of a normal and of a reduction cell; the two of a cell leave different maps. */
const DRAWS = [
  [[4, 1], [3, 2]],
  [[2, 2], [1, 1]],
  [[0, 3], [0, 0]],
  [[0, 0], [4, 4]],
  // an edge without an operation, as in architectures that random search draws
  [[-1, 3], [4, -1]],
] as const;

function inputsOf(draw: typeof DRAWS[number]) {
  const { x, y } = batchTensors(tinyBatch(4, "drawn"), config.size);
  return {
    weights: tf.tensor1d(initialWeights(layout, 1)),
    buffer: tf.sin(tf.range(0, layout.parameterCount)),
    statistics: freshStatistics(layout),
    mixtures: draw.map((edges) =>
      tf.cast(tf.oneHot([...edges], KINDS.length), "float32")
    ),
    batch: { x, y, seed: tf.tensor1d([0, 0], "int32") },
    rate: tf.scalar(0.1),
  };
}

/** Whether a candidate of the tiny supernet is drawn; undefined for what is no candidate. */
function isDrawn(name: string, draw: typeof DRAWS[number]) {
  const [, cell, edge, operation] =
    /^cells\.(\d)\._ops\.(\d)\._ops\.(\d)/.exec(name)?.map(Number) ?? [];
  return cell === undefined
    ? undefined
    : draw[cell === 0 ? 0 : 1]![edge!] === operation;
}

Deno.test("a weight step on drawn candidates gives what all candidates give, and leaves the others as they are", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const drawnParts = searchParts(config, layout, {
      ...parts,
      sampling: gumbel,
    });
    const drawn = compileParts(engine, drawnParts);
    const all = eagerPrograms(searchParts(config, layout, parts));
    for (const draw of DRAWS) {
      tf.tidy(() => {
        const inputs = inputsOf(draw);
        const expected = all.weight(inputs);
        for (
          const found of [
            drawn.weight(inputs),
            eagerPrograms(drawnParts).weight(inputs),
          ]
        ) {
          assertLess(
            worst(found.logits.dataSync(), expected.logits.dataSync()),
            2e-6,
          );
          for (const part of ["weights", "buffer"] as const) {
            const [now, full, old] = [found, expected, inputs]
              .map((tensors) => tensors[part].dataSync());
            for (const { name, offset, size } of layout.parameters) {
              const cut = (values: ArrayLike<number>) =>
                Array.from(values).slice(offset, offset + size);
              const kept = isDrawn(name, draw) === false;
              assertLess(
                worst(cut(now!), cut((kept ? old : full)!)),
                kept ? 1e-30 : 2e-6,
                `${part} of ${name}`,
              );
            }
          }
          const mean = found.statistics.mean.dataSync();
          const full = expected.statistics.mean.dataSync();
          for (const { name, aliases, offset, size } of layout.statistics) {
            const names = [name, ...aliases];
            const kept = names.every((one) => isDrawn(one, draw) === false);
            for (let i = offset; i < offset + size; i++) {
              const wanted = kept ? 0 : full[i]!;
              assertLess(Math.abs(mean[i]! - wanted), 2e-6, `mean of ${name}`);
            }
          }
        }
      });
    }
    drawn.disposeAll();
  });
});

Deno.test("weights that were not drawn have the gradient of their node's sum, as published, or none", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const noise = DRAWS[0].map((edges) =>
        tf.mul(tf.cast(tf.oneHot([...edges], KINDS.length), "float32"), 5)
      );
      const alphas = noise.map((matrix) => tf.zerosLike(matrix));
      const { weights, statistics, batch } = inputsOf(DRAWS[0]);
      const [node, none] = (["node", "none"] as const).map((undrawn) => {
        // a temperature of 1 for any epoch
        const sampling = gumbelSampling({ name: "g", from: 1, to: 1, undrawn });
        const found = eagerPrograms(
          searchParts(config, layout, { ...parts, sampling }),
        ).alpha({
          weights,
          statistics,
          arch: { alphas, first: alphas, second: alphas },
          corrections: tf.tensor1d([1, 1]),
          batch: {
            ...batch,
            draws: { noise, progress: tf.scalar(0), ramp: tf.scalar(0) },
          },
        });
        return found.gradients.flatMap((g) => [...g.dataSync()]);
      });
      assert(worst(node!, none!) > 1e-4);
      // a row of a soft-max moves weight from the drawn candidate to the others alike where they have no gradient
      const columns = KINDS.length;
      for (let row = 0; row < 4; row++) {
        const drawn = DRAWS[0][row < 2 ? 0 : 1]![row % 2];
        const others = none!.slice(row * columns, (row + 1) * columns)
          .filter((_, i) => i !== drawn);
        assertLess(Math.max(...others) - Math.min(...others), 1e-7);
      }
      assertEquals(none!.length, 4 * columns);
    });
  });
});
