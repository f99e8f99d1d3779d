import { assertEquals } from "@std/assert";
import type { Layers } from "../layers/layers.ts";
import {
  factorizedReduce,
  mixedTerms,
  primitive,
  reluConvNorm,
} from "./primitives.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";
import { PRIMITIVES } from "../space/edge_space.ts";

const INPUT: Extent = { height: 8, width: 8, channels: 4 };

function layoutAndShape(piece: (layers: Layers<Extent>, x: Extent) => Extent) {
  let y = INPUT;
  const layout = layoutOf((layers, x) => {
    y = piece(layers, x);
  }, INPUT);
  return { y, layout };
}

Deno.test("every primitive keeps the channels and divides the size by its stride", () => {
  for (const kind of PRIMITIVES) {
    for (const stride of [1, 2] as const) {
      const { y } = layoutAndShape((l, x) =>
        primitive(l, kind, x, { name: "op", stride, affine: false })
      );
      assertEquals(
        y,
        { height: 8 / stride, width: 8 / stride, channels: 4 },
        kind,
      );
    }
  }
});

Deno.test("primitives have the reference's parameters under the reference's names", () => {
  const parameters = (
    kind: typeof PRIMITIVES[number],
    stride: 1 | 2,
    affine = false,
  ) =>
    layoutAndShape((l, x) =>
      primitive(l, kind, x, { name: "op", stride, affine })
    ).layout.parameters
      .map(({ name, shape }) => `${name} ${shape}`);
  for (
    const kind of [
      "none",
      "noise",
      "max_pool_3x3",
      "avg_pool_3x3",
      "skip_connect",
    ] as const
  ) {
    assertEquals(parameters(kind, 1), []);
  }
  assertEquals(parameters("skip_connect", 2), [
    "op.conv_1.weight 1,1,4,2",
    "op.conv_2.weight 1,1,4,2",
  ]);
  assertEquals(parameters("sep_conv_5x5", 1), [
    "op.op.1.weight 5,5,4,1",
    "op.op.2.weight 1,1,4,4",
    "op.op.5.weight 5,5,4,1",
    "op.op.6.weight 1,1,4,4",
  ]);
  assertEquals(parameters("dil_conv_3x3", 1, true), [
    "op.op.1.weight 3,3,4,1",
    "op.op.2.weight 1,1,4,4",
    "op.op.3.weight 4",
    "op.op.3.bias 4",
  ]);
  assertEquals(parameters("conv_7x1_1x7", 2), [
    "op.1.weight 1,7,4,4",
    "op.2.weight 7,1,4,4",
  ]);
});

Deno.test("reluConvNorm() and factorizedReduce() set the channels, odd counts included", () => {
  const options = { name: "pre", filters: 5, affine: true };
  const plain = layoutAndShape((l, x) => reluConvNorm(l, x, options));
  assertEquals(plain.y, { height: 8, width: 8, channels: 5 });
  const halved = layoutAndShape((l, x) => factorizedReduce(l, x, options));
  assertEquals(halved.y, { height: 4, width: 4, channels: 5 });
  assertEquals(halved.layout.parameters.map((p) => p.size), [8, 12, 5, 5]);
});

Deno.test("mixedTerms() leaves out none, normalises pools and points at their mixture weights", () => {
  const kinds = [
    "none",
    "max_pool_3x3",
    "skip_connect",
    "avg_pool_3x3",
  ] as const;
  const refs: unknown[] = [];
  const layout = layoutOf((shapes, x) => {
    const layers: typeof shapes = {
      ...shapes,
      weigh: (y, ref) => {
        refs.push(ref);
        return shapes.weigh(y, ref);
      },
    };
    const terms = mixedTerms(layers, kinds, x, {
      name: "edge",
      stride: 1,
      matrix: "normal",
      edge: 6,
    });
    assertEquals(terms.length, 3);
  }, INPUT);
  assertEquals(
    refs,
    [1, 2, 3].map((operation) => ({ matrix: "normal", edge: 6, operation })),
  );
  assertEquals(layout.statistics.map((s) => s.name), [
    "edge._ops.1.1",
    "edge._ops.3.1",
  ]);
});
