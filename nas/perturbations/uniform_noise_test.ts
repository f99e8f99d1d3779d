import * as tf from "@tensorflow/tfjs-core";
import { assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { fixedNoise } from "../../test/support/tensors/perturbations.ts";
import type { PerturbedNetwork } from "./perturbation.ts";
import { uniformNoise } from "./uniform_noise.ts";

Deno.test("uniformNoise() adds noise in units of epsilon and clips each matrix", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const specs = { matrices: [{ shape: [1, 3] }, { shape: [1, 2] }] };
      const compile: PerturbedNetwork["compile"] = ({ fn }) => fn;
      const network = { specs, compile } as unknown as PerturbedNetwork;
      const results = uniformNoise(network)(
        [tf.tensor2d([[0.2, 0.3, 0.5]]), tf.tensor2d([[0.5, 0.5]])],
        { epsilon: 0.5, random: fixedNoise([[-0.6, 0.4, 0], [0, 1]]) },
      );
      const found = results.flatMap((t) => [...t.dataSync()]);
      assertLess(worst(found, [0, 0.5, 0.5, 1 / 3, 2 / 3]), 1e-6);
    });
  });
});
