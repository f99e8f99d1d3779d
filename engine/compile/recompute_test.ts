import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertGreater } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { compile } from "./compile.ts";
import { batchNormTrain } from "../gradients/batch_norm.ts";
import { recompute } from "./recompute.ts";

/** Loss of four blocks of convolution, normalisation and ReLU. */
function loss(
  part: typeof recompute,
  x: tf.Tensor,
  filters: readonly tf.Tensor[],
): tf.Tensor {
  const ones = tf.ones([3]) as tf.Tensor1D;
  const zeros = tf.zeros([3]) as tf.Tensor1D;
  let map = x;
  for (const filter of filters) {
    const input = map;
    map = part(() =>
      tf.relu(
        batchNormTrain(
          tf.conv2d(input as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
          ones,
          zeros,
          1e-5,
        ).y,
      )
    );
  }
  return tf.sum(tf.square(map));
}

Deno.test("a program that computes maps again gives the same gradients to the bit, by more operations", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const args = [
      sample(2, 6, 6, 3),
      ...Array.from({ length: 4 }, () => sample(3, 3, 3, 3)),
    ];
    const specs = args.map(({ shape }) => ({ shape }));
    const programs = [(body: () => tf.Tensor) => body(), recompute].map(
      (part) =>
        compile(engine, (...all) => {
          const { value, grads } = tf.valueAndGrads((x, ...filters) =>
            loss(part, x!, filters)
          )(all);
          return [value, ...grads];
        }, specs),
    );
    const [held, again] = programs.map((program) => {
      const results = program(...args);
      const values = results.map((result) => result.dataSync());
      tf.dispose(results);
      return values;
    });
    assertEquals(again, held);
    assertGreater(programs[1]!.operations, programs[0]!.operations + 4);
    for (const program of programs) program.dispose();
    tf.dispose(args);
  });
});

Deno.test("outside of programs it only runs its body", async () => {
  await testEngine();
  tf.tidy(() => {
    const x = sample(2, 3);
    assertEquals(recompute(() => tf.neg(x)).dataSync(), tf.neg(x).dataSync());
  });
});
