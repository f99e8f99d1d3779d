import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { eagerPrograms } from "../../test/support/tensors/eager_programs.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinySearch,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { sampling as gumbel } from "../samplings/gumbel.ts";
import { searchParts } from "../search/search_programs.ts";
import type { SearchSpace } from "../space/edge_space.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { compileParts } from "../training/programs.ts";

const KINDS = ["avg_pool_3x3", "skip_connect"];
const EDGES = Array.from({ length: 5 }, () => KINDS);
/** Two nodes: edges 0 and 2 leave the first input, edges 1 and 3 the second. */
const SPACE: SearchSpace = {
  name: "tiny",
  nodes: 2,
  normal: EDGES,
  reduce: EDGES,
};
const { config, layout, optimisers } = tinySearch("darts", {
  config: tinySupernet(SPACE),
});

/** Operations of the five edges of the normal cell: no edge that leaves an input draws the pool, one does, both do. */
const DRAWS = [
  [1, 0, 1, 1, 1],
  [0, 1, 1, 1, 0],
  [1, 1, 0, 0, 1],
  [0, 0, 0, 0, 0],
] as const;

Deno.test("edges that leave one map share the statistics of its pool, whichever of them drew it", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const parts = { batch: 4, optimisers };
    const drawnParts = searchParts(config, layout, {
      ...parts,
      sampling: gumbel,
    });
    const drawn = compileParts(engine, drawnParts);
    const all = eagerPrograms(searchParts(config, layout, parts));
    const shared = layout.statistics.filter(({ aliases }) =>
      aliases.length > 0
    );
    // both inputs of each of three cells
    assertEquals(shared.length, 6);
    for (const draw of DRAWS) {
      tf.tidy(() => {
        const { x, y } = batchTensors(tinyBatch(4, "shared"), config.size);
        const inputs = {
          weights: tf.tensor1d(initialWeights(layout, 1)),
          buffer: tf.zeros([layout.parameterCount]),
          statistics: freshStatistics(layout),
          mixtures: [draw, draw].map((edges) =>
            tf.cast(tf.oneHot([...edges], KINDS.length), "float32")
          ),
          batch: { x, y, seed: tf.tensor1d([0, 0], "int32") },
          rate: tf.scalar(0.1),
        };
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
          const [mean, full] = [found, expected].map(({ statistics }) =>
            statistics.mean.dataSync()
          );
          for (const { name, aliases, offset, size } of shared) {
            const isDrawn = [name, ...aliases].some((one) => {
              const [, edge, operation] = /_ops\.(\d)\._ops\.(\d)/.exec(one)!;
              return draw[Number(edge)] === Number(operation);
            });
            const cut = (values: ArrayLike<number>) =>
              Array.from(values).slice(offset, offset + size);
            const wanted = isDrawn ? cut(full!) : cut(full!).map(() => 0);
            assertLess(worst(cut(mean!), wanted), 2e-6, name);
          }
        }
      });
    }
    drawn.disposeAll();
  });
});
