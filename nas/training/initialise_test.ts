import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { initialAlphas, initialWeights } from "./initialise.ts";
import { layoutOf } from "../layers/shape_layers.ts";

const INPUT = { height: 4, width: 4, channels: 3 };
const layout = layoutOf((layers, x) => {
  const y = layers.conv(x, {
    name: "conv",
    filters: 8,
    kernel: [3, 3],
    pad: [1, 1],
  });
  const z = layers.norm(
    layers.depthwise(y, {
      name: "depthwise",
      kernel: 5,
      stride: 1,
      dilation: 1,
    }),
    {
      name: "norm",
      affine: true,
    },
  );
  layers.linear(layers.globalAverage(z), { name: "classifier", units: 4 });
}, INPUT);

function part(weights: Float32Array, name: string): Float32Array {
  const { offset, size } = layout.parameters.find((p) => p.name === name)!;
  return weights.subarray(offset, offset + size);
}

Deno.test("initialWeights() fills each parameter within PyTorch's bound, and norms with 1 and 0", () => {
  const weights = initialWeights(layout, 1);
  const bounds = {
    "conv.weight": 1 / Math.sqrt(27),
    "depthwise.weight": 1 / 5,
    "classifier.weight": 1 / Math.sqrt(8),
    "classifier.bias": 1 / Math.sqrt(8),
  };
  for (const [name, bound] of Object.entries(bounds)) {
    const values = part(weights, name);
    const largest = Math.max(...values.map(Math.abs));
    assert(largest <= bound, name);
    // uniform: with four values and more the largest is rarely below a third of the bound
    assert(largest > bound / 3, name);
    assertLess(Math.abs(values.reduce((a, b) => a + b) / values.length), bound);
  }
  assertEquals(new Set(part(weights, "norm.weight")), new Set([1]));
  assertEquals(new Set(part(weights, "norm.bias")), new Set([0]));
});

Deno.test("initialWeights() is a function of seed and parameter name alone", () => {
  const weights = initialWeights(layout, 1);
  assertEquals(initialWeights(layout, 1), weights);
  assertNotEquals(
    part(initialWeights(layout, 2), "conv.weight"),
    part(weights, "conv.weight"),
  );
  // another layer in front moves the others but leaves their numbers
  const longer = layoutOf((layers, x) => {
    const y = layers.conv(x, { name: "first", filters: 3 });
    layers.conv(y, { name: "conv", filters: 8, kernel: [3, 3], pad: [1, 1] });
  }, INPUT);
  assertEquals(
    initialWeights(longer, 1).subarray(9),
    part(weights, "conv.weight"),
  );
});

Deno.test("initialAlphas() has deviation 1e-3, and other numbers for each matrix and seed", () => {
  const options = { rows: 100, columns: 50, seed: 1 };
  const alphas = initialAlphas("normal", options);
  const deviation = Math.hypot(...alphas) / Math.sqrt(alphas.length);
  assertLess(Math.abs(deviation - 1e-3), 5e-5);
  assertEquals(initialAlphas("normal", options), alphas);
  assertNotEquals(initialAlphas("reduce", options), alphas);
  assertNotEquals(initialAlphas("normal", { ...options, seed: 2 }), alphas);
});
