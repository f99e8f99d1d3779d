import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { registerConvolutionGradients } from "./convolution.ts";

type Map4 = tf.Tensor4D;
type Fn = (x: Map4, filter: Map4) => tf.Tensor;

const CROP = [[0, 0], [0, 0]];
const padded = (x: tf.Tensor, rows: number, columns = rows) =>
  tf.pad(x, [[0, 0], [rows, rows], [columns, columns], [0, 0]]) as Map4;

/** Dilation 2 as the networks do it: a plain convolution on the four phases of the map. */
const inPhases: Fn = (x, filter) =>
  tf.batchToSpaceND(
    tf.depthwiseConv2d(
      tf.spaceToBatchND(x, [2, 2], CROP) as Map4,
      filter,
      1,
      "same",
    ),
    [2, 2],
    CROP,
  );

const CASES: Record<string, [filter: number[], fn: Fn]> = {
  "1x1": [[1, 1, 3, 4], (x, w) => tf.conv2d(x, w, 1, "valid")],
  "1x1 stride 2": [[1, 1, 3, 4], (x, w) => tf.conv2d(x, w, 2, "valid")],
  "3x3": [[3, 3, 3, 4], (x, w) => tf.conv2d(x, w, 1, "same")],
  "1x7 stride 1x2": [
    [1, 7, 3, 4],
    (x, w) => tf.conv2d(padded(x, 0, 3), w, [1, 2], "valid"),
  ],
  "depthwise 3x3": [
    [3, 3, 3, 1],
    (x, w) => tf.depthwiseConv2d(x, w, 1, "same"),
  ],
  "depthwise 3x3 stride 2": [
    [3, 3, 3, 1],
    (x, w) => tf.depthwiseConv2d(padded(x, 1), w, 2, "valid"),
  ],
  "depthwise 5x5": [
    [5, 5, 3, 1],
    (x, w) => tf.depthwiseConv2d(x, w, 1, "same"),
  ],
  "depthwise 5x5 stride 2": [
    [5, 5, 3, 1],
    (x, w) => tf.depthwiseConv2d(padded(x, 2), w, 2, "valid"),
  ],
  "dilated depthwise 3x3": [[3, 3, 3, 1], inPhases],
  "dilated depthwise 5x5": [[5, 5, 3, 1], inPhases],
};

for (const [name, [filter, fn]] of Object.entries(CASES)) {
  Deno.test(`the ${name} convolution has right derivatives to the third order`, async () => {
    await withoutLeaks(await testEngine(), () =>
      assertDerivatives(
        (x, w) => fn(x as Map4, w as Map4),
        () => [sample(2, 6, 6, 3), sample(...filter)],
      ));
  });
}

Deno.test("a dilated depthwise convolution in phases equals a dilated kernel", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = sample(2, 6, 6, 3) as Map4;
      const filter = sample(3, 3, 3, 1) as Map4;
      // zeros between the taps
      const taps = tf.reshape(
        tf.pad(tf.reshape(filter, [3, 1, 3, 1, 3, 1]), [
          [0, 0],
          [0, 1],
          [0, 0],
          [0, 1],
          [0, 0],
          [0, 0],
        ]),
        [6, 6, 3, 1],
      );
      const inflated = tf.slice(taps, [0, 0, 0, 0], [5, 5, 3, 1]) as Map4;
      const expected = tf.depthwiseConv2d(x, inflated, 1, "same").dataSync();
      assertLess(worst(inPhases(x, filter).dataSync(), expected), 1e-6);
    });
  });
});

Deno.test("registering the convolutions' gradients again changes nothing", async () => {
  await testEngine();
  registerConvolutionGradients();
  assertEquals(tf.getGradient("Conv2DBackpropInput").inputsToSave, [
    "dy",
    "filter",
  ]);
});
