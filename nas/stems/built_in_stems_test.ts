import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { layoutOf } from "../layers/shape_layers.ts";
import { BUILT_IN_STEMS } from "./built_in_stems.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";

const SIDE = 10;
const CHANNELS = 6;
const INPUT = { height: SIDE, width: SIDE, channels: 3 };

/** A map as nested loops see it. */
interface Grid {
  readonly side: number;
  readonly channels: number;
  readonly batch: number;
  readonly values: Float64Array;
}

const at = (
  { side, channels, values }: Grid,
  [n, y, x, c]: readonly [number, number, number, number],
) =>
  y < 0 || x < 0 || y >= side || x >= side
    ? 0
    : values[((n * side + y) * side + x) * channels + c]!;

/** 3x3 convolution with padding 1 on both sides, as PyTorch pads, then normalisation over the batch. */
function convNorm(
  input: Grid,
  options: { weights: ArrayLike<number>; filters: number; stride: number },
): Grid {
  const { weights, filters, stride } = options;
  const side = Math.floor((input.side - 1) / stride) + 1;
  const values = new Float64Array(input.batch * side * side * filters);
  const grid = { side, channels: filters, batch: input.batch, values };
  for (let n = 0; n < input.batch; n++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        for (let f = 0; f < filters; f++) {
          let sum = 0;
          for (let k = 0; k < 9 * input.channels; k++) {
            const tap = Math.floor(k / input.channels);
            const c = k % input.channels;
            const dy = Math.floor(tap / 3) - 1;
            const dx = tap % 3 - 1;
            sum += weights[k * filters + f]! *
              at(input, [n, stride * y + dy, stride * x + dx, c]);
          }
          values[((n * side + y) * side + x) * filters + f] = sum;
        }
      }
    }
  }
  const count = values.length / filters;
  for (let f = 0; f < filters; f++) {
    let mean = 0;
    let square = 0;
    for (let i = f; i < values.length; i += filters) mean += values[i]! / count;
    for (let i = f; i < values.length; i += filters) {
      square += (values[i]! - mean) ** 2 / count;
    }
    for (let i = f; i < values.length; i += filters) {
      values[i] = (values[i]! - mean) / Math.sqrt(square + 1e-5);
    }
  }
  return grid;
}

const relu = (grid: Grid): Grid => ({
  ...grid,
  values: grid.values.map((value) => Math.max(0, value)),
});

for (const form of ["cifar", "imagenet"] as const) {
  const stem = BUILT_IN_STEMS[form];
  Deno.test(`the stem ${form} computes the published layers`, async () => {
    await withoutLeaks(await testEngine(), () => {
      tf.tidy(() => {
        const layout = layoutOf((layers, x) => {
          stem.forward(layers, x, CHANNELS);
        }, INPUT);
        const drawn = sample(layout.parameterCount).dataSync();
        // Scale 1 and offset 0, as at the start of a training.
        const weights = Float32Array.from(drawn);
        for (const { initial, offset, size } of layout.parameters) {
          if ("constant" in initial) {
            weights.fill(initial.constant, offset, offset + size);
          }
        }
        const images = sample(2, SIDE, SIDE, 3);
        const inputs = stem.forward(
          tensorLayers(layout, { weights: tf.tensor1d(weights) }, "train"),
          images,
          CHANNELS,
        );
        const filter = (name: string) => {
          const { offset, size } = layout.parameters.find((p) =>
            p.name === `${name}.weight`
          )!;
          return weights.subarray(offset, offset + size);
        };
        const grid: Grid = {
          side: SIDE,
          channels: 3,
          batch: 2,
          values: Float64Array.from(images.dataSync()),
        };
        const step = (input: Grid, name: string, filters: number, stride = 2) =>
          convNorm(input, { weights: filter(name), filters, stride });
        let expected: Grid[];
        if (form === "cifar") {
          const only = step(grid, "stem.0", 3 * CHANNELS, 1);
          expected = [only, only];
        } else {
          const half = step(grid, "stem0.0", CHANNELS / 2);
          const first = step(relu(half), "stem0.3", CHANNELS);
          expected = [first, step(relu(first), "stem1.1", CHANNELS)];
        }
        assertEquals(stem.reduced, form === "imagenet");
        inputs.forEach((found, index) => {
          const { side, channels, values } = expected[index]!;
          assertEquals(found.shape, [2, side, side, channels]);
          assertLess(worst(found.dataSync(), values), 2e-5);
        });
      });
    });
  });
}
