import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { compile } from "../compile/compile.ts";

type Convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor;

/** A convolution and both of its gradients for the square of its result. */
function results(convolve: Convolve, ...at: tf.Tensor[]): tf.Tensor[] {
  const [x, filter] = at as [tf.Tensor4D, tf.Tensor4D];
  const y = tf.tidy(() => convolve(x, filter));
  const gradients = tf.grads((x, filter) =>
    tf.sum(tf.square(convolve(x as tf.Tensor4D, filter as tf.Tensor4D)))
  )([x, filter]);
  return [y, ...gradients];
}

for (
  const [height, width, side] of [
    [3, 3, 8],
    [3, 3, 1],
    [5, 5, 7],
    [7, 1, 8],
    [1, 7, 6],
  ] as const
) {
  Deno.test(`a ${height}x${width} convolution that keeps the size of a map of ${side}x${side} has the bits of one with a border of zeros`, async () => {
    const engine = await testEngine();
    await withoutLeaks(engine, () => {
      const [rows, columns] = [(height - 1) / 2, (width - 1) / 2];
      const kept: Convolve = (x, filter) => tf.conv2d(x, filter, 1, "same");
      const bordered: Convolve = (x, filter) =>
        tf.conv2d(
          tf.pad(x, [[0, 0], [rows, rows], [columns, columns], [0, 0]]),
          filter,
          1,
          "valid",
        );
      const inputs = [
        sample(4, side, side, 16),
        sample(height, width, 16, 12),
      ];
      const expected = results(bordered, ...inputs);
      const eager = results(kept, ...inputs);
      const program = compile(
        engine,
        (...given) => results(kept, ...given),
        inputs.map(({ shape }) => ({ shape })),
      );
      const compiled = program(...inputs);
      for (const found of [eager, compiled]) {
        found.forEach((value, i) => {
          assertEquals(value.shape, expected[i]!.shape);
          assertEquals(value.dataSync(), expected[i]!.dataSync());
        });
      }
      program.dispose();
      tf.dispose([inputs, expected, eager, compiled]);
    });
  });
}
