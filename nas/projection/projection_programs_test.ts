import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals } from "@std/assert";
import { adamCorrections } from "../../engine/optimisers.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import {
  tinyBatch,
  tinySearch,
} from "../../test/support/tensors/tiny_search.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { projectedPrograms, projectionParts } from "./projection_programs.ts";
import { compileParts } from "../training/programs.ts";

Deno.test("decided rows are as decided in soft-max, perturbation and attack, and have no gradient", async () => {
  const engine = await testEngine();
  const { config, layout, optimisers } = tinySearch("darts");
  await withoutLeaks(engine, () => {
    const programs = compileParts(
      engine,
      projectionParts(config, layout, { batch: 4, optimisers }),
    );
    tf.tidy(() => {
      const open = [1, 1, 1];
      const none = [0, 0, 0];
      // the first edge of the normal cell keeps its second candidate, the second of the reduction cell none
      const masks = {
        keep: [tf.tensor2d([none, open]), tf.tensor2d([open, none])],
        fixed: [tf.tensor2d([[0, 1, 0], none]), tf.tensor2d([none, none])],
      };
      const projected = projectedPrograms(programs, masks);
      const { x, y } = batchTensors(tinyBatch(4, "projected"), config.size);
      const data = { x, y, seed: tf.tensor1d([1, 2], "int32") };
      const net = {
        weights: tf.tensor1d(initialWeights(layout, 1)),
        statistics: {
          mean: tf.zeros([layout.statisticsCount]),
          variance: tf.ones([layout.statisticsCount]),
        },
      };
      const alphas = [sample(2, 3), sample(2, 3)];
      const rows = (mixtures: readonly tf.Tensor[]) =>
        mixtures.map((m) => m.arraySync() as number[][]);
      const check = (mixtures: readonly tf.Tensor[]) => {
        const [normal, reduce] = rows(mixtures);
        assertEquals(normal![0], [0, 1, 0]);
        assertEquals(reduce![1], none);
        for (const row of [normal![1]!, reduce![0]!]) {
          assert(row.every((p) => p > 0 && p < 1));
        }
      };
      const mixtures = projected.softmax({ alphas });
      check(mixtures);
      const noise = [tf.fill([2, 3], 0.01), tf.fill([2, 3], 0.02)];
      check(projected.perturb({ mixtures, noise }));
      const attacked = projected.attack({
        ...net,
        centre: mixtures,
        mixtures,
        ...data,
        epsilon: tf.scalar(0.1),
        size: tf.scalar(0.02),
      });
      check(attacked.mixtures);
      const zeros = alphas.map((a) => tf.zerosLike(a));
      const { gradients } = projected.alpha({
        ...net,
        arch: { alphas, first: zeros, second: zeros },
        corrections: tf.tensor1d(adamCorrections(1, optimisers.adam.betas)),
        batch: data,
      });
      const [normal, reduce] = rows(gradients);
      assertEquals(normal![0], none);
      assertEquals(reduce![1], none);
      assert(
        [normal![1]!, reduce![0]!].every((row) => row.some((g) => g !== 0)),
      );
    });
    programs.disposeAll();
  });
});
