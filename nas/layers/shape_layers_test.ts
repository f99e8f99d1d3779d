import { assertEquals, assertThrows } from "@std/assert";
import type { Layers } from "./layers.ts";
import type { Layout } from "./layout.ts";
import { type Extent, layoutOf } from "./shape_layers.ts";

const INPUT: Extent = { height: 7, width: 8, channels: 3 };

/** Extent that a piece of a network gives, and its layout. */
function shapeOf(
  piece: (layers: Layers<Extent>, x: Extent) => Extent,
): Extent & { layout: Layout } {
  let y = INPUT;
  const layout = layoutOf((layers, x) => {
    y = piece(layers, x);
  }, INPUT);
  return { ...y, layout };
}

Deno.test("layoutOf() knows the size of each layer's result", () => {
  const size = (piece: Parameters<typeof shapeOf>[0]) => {
    const { height, width, channels } = shapeOf(piece);
    return [height, width, channels];
  };
  const name = "a";
  assertEquals(
    size((l, x) =>
      l.conv(x, {
        name,
        filters: 5,
        kernel: [1, 7],
        stride: [1, 2],
        pad: [0, 3],
      })
    ),
    [7, 4, 5],
  );
  assertEquals(
    size((l, x) => l.depthwise(x, { name, kernel: 5, stride: 2, dilation: 2 })),
    [4, 4, 3],
  );
  assertEquals(size((l, x) => l.pool(x, "max", 2)), [4, 4, 3]);
  assertEquals(size((l, x) => l.averagePool(x, 5, 3)), [1, 2, 3]);
  assertEquals(size((l, x) => l.subsample(x, 0)), [4, 4, 3]);
  assertEquals(size((l, x) => l.subsample(x, 1)), [3, 4, 3]);
  assertEquals(size((l, x) => l.concat([x, l.relu(x)])), [7, 8, 6]);
  assertEquals(size((l, x) => l.globalAverage(x)), [1, 1, 3]);
  assertEquals(size((l, x) => l.linear(x, { name, units: 10 })), [1, 1, 10]);
});

Deno.test("layoutOf() orders parameters and counts multiply-accumulates", () => {
  const { layout } = shapeOf((l, x) => {
    const y = l.convNorm(x, { name: "conv", filters: 4 }, {
      name: "norm",
      affine: true,
    });
    return l.linear(
      l.depthwise(y, { name: "depthwise", kernel: 3, stride: 1, dilation: 1 }),
      { name: "linear", units: 2 },
    );
  });
  assertEquals(
    layout.parameters.map(({ name, offset, size }) => [name, offset, size]),
    [
      ["conv.weight", 0, 12],
      ["norm.weight", 12, 4],
      ["norm.bias", 16, 4],
      ["depthwise.weight", 20, 36],
      ["linear.weight", 56, 448],
      ["linear.bias", 504, 2],
    ],
  );
  assertEquals(layout.parameterCount, 506);
  assertEquals(layout.statisticsCount, 4);
  assertEquals(layout.convolutionMacs, (12 + 36) * 56);
  assertEquals(layout.linearMacs, 448);
});

Deno.test("layoutOf() counts normalisation and pooling apart from the multiply-accumulates", () => {
  const costs = (piece: Parameters<typeof shapeOf>[0]) => {
    const { layout } = shapeOf(piece);
    return [
      layout.convolutionMacs + layout.linearMacs,
      layout.normalisationMacs,
      layout.poolingOperations,
    ];
  };
  const values = 7 * 8 * 3;
  const norm = { name: "norm", affine: true };
  assertEquals(costs((l, x) => l.norm(x, norm)), [0, values, 0]);
  assertEquals(
    costs((l, x) => l.convNorm(x, { name: "conv", filters: 4 }, norm)),
    [12 * 56, 4 * 56, 0],
  );
  assertEquals(costs((l, x) => l.pool(x, "avg", 1)), [0, 0, 9 * values]);
  assertEquals(costs((l, x) => l.pool(x, "max", 2)), [0, 0, 9 * 4 * 4 * 3]);
  // a pool that two edges share
  assertEquals(
    costs((l, x) => l.add([l.pool(x, "max", 1), l.pool(x, "max", 1)])),
    [0, 0, 9 * values],
  );
  assertEquals(costs((l, x) => l.borderedHalf(x)), [0, 0, 4 * 4 * 5 * 3]);
  assertEquals(costs((l, x) => l.half(x)), [0, 0, 4 * 3 * 4 * 3]);
  assertEquals(costs((l, x) => l.averagePool(x, 5, 3)), [0, 0, 25 * 2 * 3]);
  assertEquals(costs((l, x) => l.globalAverage(x)), [0, 0, values]);
  assertEquals(costs((l, x) => l.relu(x)), [0, 0, 0]);
});

Deno.test("layoutOf() shares the statistics of equal normalisations, and only of those without parameters", () => {
  const { layout } = shapeOf((l, x) => {
    const pools = [1, 2].map((k) =>
      l.norm(l.pool(x, "avg", 1), { name: `plain.${k}`, affine: false })
    );
    const learned = [1, 2].map((k) =>
      l.norm(x, { name: `affine.${k}`, affine: true })
    );
    return l.add([...pools, ...learned]);
  });
  assertEquals(
    layout.statistics.map((
      { name, aliases, offset },
    ) => [name, aliases, offset]),
    [
      ["plain.1", ["plain.2"], 0],
      ["affine.1", [], 3],
      ["affine.2", [], 6],
    ],
  );
});

Deno.test("layoutOf() lists paths and noises in order", () => {
  const { layout } = shapeOf((l, x) =>
    l.dropPath(l.dropPath(l.noise(x, { name: "n", stride: 2 }), "b"), "a")
  );
  assertEquals([layout.paths, layout.noises], [["b", "a"], ["n"]]);
});

Deno.test("layoutOf() refuses repeated names and values that do not fit", () => {
  const conv = (l: Layers<Extent>, x: Extent) =>
    l.conv(x, { name: "conv", filters: 4 });
  const cases: [Parameters<typeof shapeOf>[0], string][] = [
    [
      (l, x) => conv(l, conv(l, x)),
      "Two parameters have the name conv.weight",
    ],
    [
      (l, x) => l.concat([x, l.pool(x, "max", 2)]),
      "Expected 7x8 but found 4x4 in concat: the image side must be divisible by 4, or by 32 with stem: imagenet",
    ],
    [
      (l, x) => l.add([x, conv(l, x)]),
      "Expected 3 channels but found 4 in add",
    ],
    [(l) => l.add([]), "No values to add"],
  ];
  for (const [piece, message] of cases) {
    assertEquals(assertThrows(() => shapeOf(piece), Error).message, message);
  }
});
