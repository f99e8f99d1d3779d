import * as tf from "@tensorflow/tfjs-core";
import { assert, assertAlmostEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { assertTwins } from "../../test/support/tensors/twins.ts";
import { batchTensors } from "../training/batch.ts";
import { hessianParts } from "./hessian_programs.ts";
import { initialWeights } from "../training/initialise.ts";

const { config, layout } = tinySearch("darts", {
  config: tinySupernet(
    tinySpace("skip_connect", "dil_conv_3x3", "max_pool_3x3", "noise"),
  ),
});
const parts = hessianParts(config, layout, { batch: 4 });

function values() {
  const { x, y } = batchTensors(tinyBatch(4, "hessian"), config.size);
  return {
    weights: tf.tensor1d(initialWeights(layout, 1)),
    alphas: [sample(2, 4), tf.neg(sample(2, 4))],
    x,
    y,
    seed: tf.tensor1d([1, 2], "int32"),
  };
}

const inner = (a: tf.Tensor[], b: tf.Tensor[]) =>
  tf.addN(a.map((t, i) => tf.sum(tf.mul(t, b[i]!)))).dataSync()[0]!;

Deno.test("the compiled gradient and product equal their eager twins", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const inputs = values();
      assertTwins(engine, parts.gradient, { inputs });
      assertTwins(engine, parts.product, {
        inputs: {
          ...inputs,
          vectors: [sample(2, 4), tf.square(sample(2, 4))],
        },
        tolerance: 3e-6,
      });
    });
  });
});

Deno.test("the product is symmetric and linear in its vector", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const inputs = values();
      const u = [sample(2, 4), tf.square(sample(2, 4))];
      const v = [tf.reverse(sample(2, 4)), tf.exp(sample(2, 4))];
      const product = (vectors: tf.Tensor[]) =>
        parts.product.fn({ ...inputs, vectors });
      const [hu, hv] = [product(u), product(v)];
      assert(
        Math.abs(inner(hu, v)) > 1e-4,
        "a Hessian of zeros would prove nothing",
      );
      assertAlmostEquals(inner(hu, v), inner(hv, u), 1e-6);
      const sum = product(u.map((t, i) => tf.add(tf.mul(t, 2), v[i]!)));
      sum.forEach((t, i) =>
        assertLess(
          worst(t.dataSync(), tf.add(tf.mul(hu[i]!, 2), hv[i]!).dataSync()),
          2e-6,
        )
      );
    });
  });
});
