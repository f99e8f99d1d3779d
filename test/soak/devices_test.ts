// Searches divided over two devices, whose programs take long to compile: second-order steps, eagerly, and resuming.
import * as tf from "@tensorflow/tfjs-core";
import { bfloat16 } from "../../engine/compile/bfloat16.ts";
import { runSearch } from "../../nas/search/search.ts";
import { initialSearchState } from "../../nas/search/search_state.ts";
import { dataParallel } from "../../nas/training/data_parallel.ts";
import { assertGoesOn } from "../support/tensors/assert_goes_on.ts";
import {
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../support/tensors/tiny_search.ts";
import { testEngine } from "../support/tensors/engine.ts";
import {
  assertClose,
  goldenHalves,
  mean,
  means,
  sharedAlphaStep,
} from "../numerics/golden_shares.ts";

Deno.test("passes of second-order steps are divided in the same way", async () => {
  await testEngine({ cpuDevices: 2 });
  const { net, sizes, split, half } = goldenHalves();
  tf.tidy(() => {
    const { inputs, whole, shares } = sharedAlphaStep(net, sizes);
    const { weights, statistics, arch: { alphas } } = inputs;
    const pass = { weights, alphas };
    const { vector, direct } = split.validationGradients.fn({
      ...pass,
      batch: whole,
    });
    const gradients = shares.map((batch) =>
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
    const parts = shares.map((batch) =>
      half.mixedProductByDifference.fn({ ...along, batch }).products
    );
    assertClose(scaled(products), scaled(means(parts, sizes)));
  });
});

Deno.test("a search in bfloat16 over two devices goes on from a file with the same bytes", async () => {
  const engine = await testEngine({ cpuDevices: 2 });
  const options = tinySearch("sdarts-adv", {
    config: tinySupernet(tinySpace("skip_connect", "sep_conv_3x3")),
    epochs: 1,
    data: tinyData([4, 3]),
    gradients: dataParallel(2),
    precision: bfloat16,
  });
  const { config: { space }, layout } = options;
  await assertGoesOn(
    initialSearchState(space, layout, 1),
    (from, afterStep) => runSearch(engine, from, { ...options, afterStep }),
  );
});
