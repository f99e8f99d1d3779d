import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { compile } from "../compile/compile.ts";
import { runKernel } from "./kernel.ts";

/** Filter gradient [k, k, C, 1] by its definition, in double precision: zeros outside the map. */
function byDefinition(x: tf.Tensor, dy: tf.Tensor, k: number): number[] {
  const [n, h, w, c] = x.shape as [number, number, number, number];
  const [a, b] = [x.dataSync(), dy.dataSync()];
  const result = new Array<number>(k * k * c).fill(0);
  const half = (k - 1) / 2;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      for (let image = 0; image < n; image++) {
        for (let row = 0; row < h; row++) {
          for (let column = 0; column < w; column++) {
            const [r, s] = [row + i - half, column + j - half];
            if (r < 0 || r >= h || s < 0 || s >= w) continue;
            for (let channel = 0; channel < c; channel++) {
              result[(i * k + j) * c + channel]! +=
                a[((image * h + r) * w + s) * c + channel]! *
                b[((image * h + row) * w + column) * c + channel]!;
            }
          }
        }
      }
    }
  }
  return result;
}

function filterGradient(x: tf.Tensor, dy: tf.Tensor, k: number): tf.Tensor {
  return runKernel("DepthwiseConv2dNativeBackpropFilter", { x, dy }, {
    strides: [1, 1],
    pad: "same",
    dilations: [1, 1],
    filterShape: [k, k, x.shape[3]!, 1],
  });
}

for (
  const [h, w, c] of [[8, 8, 16], [6, 4, 3], [5, 7, 4], [4, 2, 8]] as const
) {
  for (const k of [3, 5]) {
    Deno.test(`the filter gradient of a depthwise ${k}x${k} convolution on ${h}x${w}x${c} is right`, async () => {
      const engine = await testEngine();
      await withoutLeaks(engine, () => {
        const x = sample(3, h, w, c);
        const dy = tf.tidy(() => tf.reshape(sample(c, 3, h, w), [3, h, w, c]));
        const expected = byDefinition(x, dy, k);
        const eager = filterGradient(x, dy, k);
        assertEquals(eager.shape, [k, k, c, 1]);
        const program = compile(engine, (a, b) => [filterGradient(a!, b!, k)], [
          { shape: x.shape },
          { shape: dy.shape },
        ]);
        const [compiled] = program(x, dy);
        for (const found of [eager, compiled!]) {
          found.dataSync().forEach((value, i) =>
            // The sums have up to 192 terms of about 1.
            assertLess(Math.abs(value - expected[i]!), 2e-5)
          );
        }
        tf.dispose([x, dy, eager, compiled!]);
        program.dispose();
      });
    });
  }
}

Deno.test("the gradient of a 5x5 filter takes two kernels of three columns", async () => {
  const engine = await testEngine();
  const specs = [{ shape: [2, 8, 8, 4] }, { shape: [2, 8, 8, 4] }];
  const wide = compile(engine, (a, b) => [filterGradient(a!, b!, 5)], specs);
  const narrow = compile(engine, (a, b) => [filterGradient(a!, b!, 3)], specs);
  assertLess(narrow.operations, wide.operations);
  wide.dispose();
  narrow.dispose();
});
