import { assertEquals } from "@std/assert";
import { BUILT_IN_OPERATIONS } from "./built_in_operations.ts";
import { factorizedReduce } from "./factorized_reduce.ts";
import type { Layers } from "../layers/layers.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";
import { operationTrouble } from "./operation_trouble.ts";
import { PRIMITIVES } from "../space/primitives.ts";

const INPUT: Extent = { height: 8, width: 8, channels: 4 };

function layoutAndShape(piece: (layers: Layers<Extent>, x: Extent) => Extent) {
  let y = INPUT;
  const layout = layoutOf((layers, x) => {
    y = piece(layers, x);
  }, INPUT);
  return { y, layout };
}

Deno.test("every operation keeps the channels and divides the size by its stride", () => {
  for (const kind of PRIMITIVES) {
    for (const stride of [1, 2] as const) {
      const { y } = layoutAndShape((l, x) =>
        BUILT_IN_OPERATIONS[kind].forward(l, x, {
          name: "op",
          stride,
          affine: false,
        })
      );
      assertEquals(
        y,
        { height: 8 / stride, width: 8 / stride, channels: 4 },
        kind,
      );
    }
  }
});

Deno.test("operations have the reference's parameters under the reference's names", () => {
  const parameters = (
    kind: typeof PRIMITIVES[number],
    stride: 1 | 2,
    affine = false,
  ) =>
    layoutAndShape((l, x) =>
      BUILT_IN_OPERATIONS[kind].forward(l, x, { name: "op", stride, affine })
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

Deno.test("every operation has the name under which it is listed, and is what it says of itself", () => {
  assertEquals(Object.keys(BUILT_IN_OPERATIONS), [...PRIMITIVES]);
  for (const [name, operation] of Object.entries(BUILT_IN_OPERATIONS)) {
    assertEquals(operation.name, name);
    const { layout } = layoutAndShape((l, x) =>
      operation.forward(l, x, { name: "op", stride: 1, affine: true })
    );
    assertEquals(layout.parameters.length === 0, !!operation.parameterFree);
    assertEquals(operationTrouble(operation), undefined);
  }
});

Deno.test("factorizedReduce() halves the map and sets the channels, odd counts included", () => {
  const { y, layout } = layoutAndShape((l, x) =>
    factorizedReduce(l, x, { name: "pre", filters: 5, affine: true })
  );
  assertEquals(y, { height: 4, width: 4, channels: 5 });
  assertEquals(layout.parameters.map((p) => p.size), [8, 12, 5, 5]);
});
