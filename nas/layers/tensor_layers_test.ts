import * as tf from "@tensorflow/tfjs-core";
import {
  assertEquals,
  assertLess,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import type { Layers } from "./layers.ts";
import { layoutOf } from "./shape_layers.ts";
import { type ForwardInputs, tensorLayers } from "./tensor_layers.ts";

const INPUT = { height: 4, width: 4, channels: 2 };
type Piece = <T>(layers: Layers<T>, x: T) => T;

/** A piece of a network over tensors with given inputs; weights are drawn. */
function forward(
  piece: Piece,
  mode: "train" | "eval",
  inputs: Partial<ForwardInputs> = {},
) {
  const layout = layoutOf((layers, x) => {
    piece(layers, x);
  }, INPUT);
  const layers = tensorLayers(layout, {
    weights: sample(layout.parameterCount) as tf.Tensor1D,
    ...inputs,
  }, mode);
  return { layers, y: piece(layers, sample(3, 4, 4, 2)), layout };
}

const convNorm: Piece = (l, x) =>
  l.convNorm(x, { name: "conv", filters: 3 }, { name: "norm", affine: true });
const separately: Piece = (l, x) =>
  l.norm(l.conv(x, { name: "conv", filters: 3 }), {
    name: "norm",
    affine: true,
  });

Deno.test("in evaluation mode a normalisation folds into its convolution without changing the result", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const statistics = {
        mean: sample(3),
        variance: tf.add(tf.abs(sample(3)), 0.1),
      };
      const folded = forward(convNorm, "eval", { statistics }).y.dataSync();
      assertLess(
        worst(folded, forward(separately, "eval", { statistics }).y.dataSync()),
        2e-6,
      );
      assertNotEquals(folded, forward(convNorm, "train").y.dataSync());
    });
  });
});

Deno.test("training mode gives the batch's statistics in the layout's order", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const { layers, layout } = forward((l, x) => {
        const a = l.norm(x, { name: "plain", affine: false });
        return l.add([
          a,
          l.norm(x, { name: "again", affine: false }),
          l.norm(x, { name: "learned", affine: true }),
        ]);
      }, "train");
      const { mean, variance } = layers.batchStatistics();
      assertEquals([layout.statistics.length, mean.shape, variance.shape], [2, [
        4,
      ], [4]]);
      const moments = tf.moments(sample(3, 4, 4, 2), [0, 1, 2]);
      const expected = [...moments.mean.dataSync()];
      assertLess(worst(mean.dataSync(), [...expected, ...expected]), 1e-6);
      const unbiased = [...moments.variance.dataSync()].map((v) => v * 48 / 47);
      assertLess(worst(variance.dataSync(), [...unbiased, ...unbiased]), 1e-6);
    });
  });
});

Deno.test("drop path scales whole images by their path, in training only", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const piece: Piece = (l, x) =>
        l.add([l.dropPath(x, "a"), l.dropPath(x, "b")]);
      const pathScale = tf.tensor2d([[0, 0], [2, 0], [2, 3]]);
      const x = sample(3, 4, 4, 2);
      const expected = tf.mul(x, tf.tensor4d([0, 2, 5], [3, 1, 1, 1]));
      assertLess(
        worst(
          forward(piece, "train", { pathScale }).y.dataSync(),
          expected.dataSync(),
        ),
        1e-6,
      );
      const statistics = { mean: tf.zeros([0]), variance: tf.ones([0]) };
      const plain = tf.mul(x, 2).dataSync();
      assertEquals(
        forward(piece, "eval", { pathScale, statistics }).y.dataSync(),
        plain,
      );
      assertEquals(forward(piece, "train").y.dataSync(), plain);
    });
  });
});

Deno.test("noise depends on the seed and on which noise operation it is", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const both: Piece = (l, x) =>
        l.concat([
          l.noise(x, { name: "a", stride: 2 }),
          l.noise(x, { name: "b", stride: 2 }),
        ]);
      const draw = (seed: number) =>
        forward(both, "train", { noiseSeed: tf.tensor1d([seed, 9], "int32") })
          .y;
      const [a, b] = tf.split(draw(1), 2, 3);
      assertEquals(a!.shape, [3, 2, 2, 2]);
      assertNotEquals(a!.dataSync(), b!.dataSync());
      assertEquals(draw(1).dataSync(), draw(1).dataSync());
      assertNotEquals(draw(2).dataSync(), draw(1).dataSync());
    });
  });
});

Deno.test("a linear layer reads a map channels first, as PyTorch flattens it", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const { y, layout } = forward(
        (l, x) => l.linear(x, { name: "linear", units: 3 }),
        "train",
      );
      const weights = sample(layout.parameterCount).dataSync();
      const x = tf.transpose(sample(3, 4, 4, 2), [0, 3, 1, 2]).dataSync();
      const expected = Array.from({ length: 9 }, (_, at) => {
        const [image, unit] = [Math.floor(at / 3), at % 3];
        let sum = weights[96 + unit]!;
        for (let i = 0; i < 32; i++) {
          sum += x[32 * image + i]! * weights[3 * i + unit]!;
        }
        return sum;
      });
      assertLess(worst(y.dataSync(), expected), 2e-6);
    });
  });
});

Deno.test("layers name what they miss", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const mix: Piece = (l, x) =>
        l.weigh(x, { matrix: "normal", edge: 0, operation: 0 });
      const cases: [() => unknown, string][] = [
        [
          () => forward(convNorm, "eval"),
          "Evaluation mode needs running statistics",
        ],
        [
          () => forward(mix, "train"),
          "No mixture weights were given for normal",
        ],
        [
          () =>
            forward(
              (l, x) => l.noise(x, { name: "edge 3", stride: 1 }),
              "train",
            ),
          "No noise seed was given for edge 3",
        ],
        [
          () =>
            forward(convNorm, "train").layers.conv(sample(3, 4, 4, 2), {
              name: "other",
              filters: 1,
            }),
          "The layout has no parameter other.weight",
        ],
      ];
      for (const [run, message] of cases) {
        assertEquals(assertThrows(run, Error).message, message);
      }
    });
  });
});
