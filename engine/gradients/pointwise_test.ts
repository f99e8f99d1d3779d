import * as tf from "@tensorflow/tfjs-core";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { compile } from "../compile/compile.ts";
import { runKernel } from "./kernel.ts";
import { isPointwise } from "./pointwise.ts";
import { keepTape } from "./tape.ts";

Deno.test("isPointwise() takes filters of one pixel that read every pixel", () => {
  const plain = { strides: [1, 1], pad: "valid" };
  assert(isPointwise([1, 1, 4, 8], plain));
  assert(isPointwise([1, 1, 4, 8], { strides: 1, pad: "same" }));
  assert(!isPointwise([1, 3, 4, 8], plain));
  assert(!isPointwise([1, 1, 4, 8], { ...plain, strides: [2, 2] }));
  assert(!isPointwise([1, 1, 4, 8], { ...plain, pad: [[1, 1]] }));
  assert(!isPointwise([1, 1, 4, 8], { ...plain, dataFormat: "NCHW" }));
});

/** Sums written out: y[n, i, j, k] = sum over c of x[n, i, j, c] w[c, k]. */
function written(
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  [rows, c, k]: readonly [number, number, number],
): Float64Array {
  const y = new Float64Array(rows * k);
  for (let row = 0; row < rows; row++) {
    for (let out = 0; out < k; out++) {
      for (let i = 0; i < c; i++) {
        y[row * k + out]! += x[row * c + i]! * w[i * k + out]!;
      }
    }
  }
  return y;
}

function assertClose(found: ArrayLike<number>, expected: ArrayLike<number>) {
  assertEquals(found.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    const size = 1 + Math.abs(expected[i]!);
    assertAlmostEquals(found[i]!, expected[i]!, 1e-6 * size);
  }
}

Deno.test("pointwise convolutions and their gradients are sums written out", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = tf.randomNormal([2, 3, 5, 4], 0, 1, "float32", 1);
      const w = tf.randomNormal([1, 1, 4, 6], 0, 1, "float32", 2);
      const dy = tf.randomNormal([2, 3, 5, 6], 0, 1, "float32", 3);
      const convolve = (x: tf.Tensor, w: tf.Tensor) =>
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "valid");
      const y = convolve(x, w);
      assertEquals(y.shape, [2, 3, 5, 6]);
      assertClose(
        y.dataSync(),
        written(x.dataSync(), w.dataSync(), [30, 4, 6]),
      );
      const [dx, dw] = tf.grads(convolve)([x, w], dy);
      assertEquals([dx!.shape, dw!.shape], [x.shape, w.shape]);
      const transposed = (t: tf.Tensor, rows: number, columns: number) =>
        tf.transpose(tf.reshape(t, [rows, columns])).dataSync();
      assertClose(
        dx!.dataSync(),
        written(dy.dataSync(), transposed(w, 4, 6), [30, 6, 4]),
      );
      assertClose(
        dw!.dataSync(),
        written(transposed(x, 30, 4), dy.dataSync(), [4, 30, 6]),
      );
    });
  });
});

Deno.test("the second derivative of a pointwise convolution is that of its product", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const product = (...[x, w, u]: tf.Tensor[]) => {
      const loss = (w: tf.Tensor) =>
        tf.sum(
          tf.pow(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "valid"), 3),
        ) as tf.Scalar;
      return [
        tf.grad((w) => tf.sum(tf.mul(keepTape(() => tf.grad(loss)(w)), u!)))(
          w!,
        ),
      ];
    };
    const specs = [[1, 2, 2, 3], [1, 1, 3, 2], [1, 1, 3, 2]]
      .map((shape) => ({ shape }));
    const program = compile(engine, product, specs);
    tf.tidy(() => {
      const [x, w, u] = specs.map(({ shape }, i) =>
        tf.randomNormal(shape, 0, 1, "float32", i)
      );
      // of sum((x w)^3): 6 x^T ((x w) * (x u))
      const rows = tf.reshape(x!, [4, 3]) as tf.Tensor2D;
      const [a, b] = [w, u].map((t) =>
        tf.matMul(rows, tf.reshape(t!, [3, 2]) as tf.Tensor2D)
      );
      const expected = tf.mul(
        6,
        tf.matMul(rows, tf.mul(a!, b!) as tf.Tensor2D, true),
      );
      assertClose(program(x!, w!, u!)[0]!.dataSync(), expected.dataSync());
    });
    program.dispose();
  });
});

Deno.test("convolutions of every second pixel keep the stock kernel", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = tf.reshape(tf.range(0, 16), [1, 4, 4, 1]);
      const y = runKernel("Conv2D", { x, filter: tf.ones([1, 1, 1, 1]) }, {
        strides: [2, 2],
        pad: "valid",
        dataFormat: "NHWC",
        dilations: [1, 1],
      });
      assertEquals([...y.dataSync()], [0, 2, 8, 10]);
    });
  });
});
