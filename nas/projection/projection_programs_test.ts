import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals } from "@std/assert";
import { adamCorrections } from "../../engine/optimisers.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { eagerNetwork } from "../../test/support/tensors/perturbations.ts";
import {
  tinyBatch,
  tinySearch,
} from "../../test/support/tensors/tiny_search.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { perturbation as adversarial } from "../perturbations/adversarial.ts";
import { perturbation as random } from "../perturbations/random.ts";
import { perturb } from "../search/perturb.ts";
import {
  projectedMixtures,
  projectedPrograms,
  projectionParts,
} from "./projection_programs.ts";
import { compileParts } from "../training/programs.ts";

Deno.test("decided rows are as decided in soft-max and perturbations, and have no gradient", async () => {
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
        statistics: freshStatistics(layout),
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
      const mixtures = projected.relax({ alphas });
      check(mixtures);
      check(projected.sample({ alphas, draws: undefined }));
      for (const { name, prepare } of [random, adversarial]) {
        const passes: (readonly tf.Tensor[])[] = [];
        const network = eagerNetwork(config, layout, 4);
        const step = prepare({
          ...network,
          logits: (pass) => {
            passes.push(pass.mixtures);
            return network.logits(pass);
          },
        });
        const { mixtures: perturbed } = perturb(step, {
          ...net,
          mixtures,
          ...data,
          noiseSeed: () => tf.clone(data.seed),
        }, {
          epsilon: 0.05,
          seed: 1,
          epoch: 0,
          step: 0,
          settle: (mixtures) => projectedMixtures(mixtures, masks),
        });
        check(perturbed);
        // between the steps of the attack too
        assertEquals(passes.length, name === "random" ? 0 : 9);
      }
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
