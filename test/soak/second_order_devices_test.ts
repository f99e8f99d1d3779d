// Second-order steps divided over two devices, eagerly: their programs take long to compile.
import * as tf from "@tensorflow/tfjs-core";
import { testEngine } from "../support/tensors/engine.ts";
import { firstAlphaStep } from "../numerics/golden_inputs.ts";
import {
  assertClose,
  goldenHalves,
  mean,
  means,
  sharesOf,
} from "../numerics/golden_shares.ts";

Deno.test("passes of second-order steps are divided in the same way", async () => {
  await testEngine({ cpuDevices: 2 });
  const { net, sizes, split, half } = goldenHalves();
  tf.tidy(() => {
    const { batch: { x, y, seed }, ...inputs } = firstAlphaStep(net);
    const whole = { x, y, seed };
    const halves = sharesOf({ x, y }, sizes).map((share) => ({
      ...share,
      seed,
    }));
    const { weights, statistics, arch: { alphas } } = inputs;
    const pass = { weights, alphas };
    const { vector, direct } = split.validationGradients.fn({
      ...pass,
      batch: whole,
    });
    const gradients = halves.map((batch) =>
      half.validationGradients.fn({ ...pass, batch })
    );
    assertClose([vector, direct], [
      mean(gradients.map((h) => h.vector), sizes),
      means(gradients.map((h) => h.direct), sizes),
    ]);
    const along = { ...pass, vector, statistics };
    const rate = 0.025;
    const scaled = (products: readonly tf.Tensor[]) =>
      products.map((p) => tf.mul(p, rate));
    const { products } = split.mixedProductByDifference.fn({
      ...along,
      batch: whole,
    });
    const parts = halves.map((batch) =>
      half.mixedProductByDifference.fn({ ...along, batch }).products
    );
    assertClose(scaled(products), scaled(means(parts, sizes)));
  });
});
