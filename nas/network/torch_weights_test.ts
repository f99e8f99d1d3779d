import { assertEquals } from "@std/assert";
import { torchWeights } from "./torch_weights.ts";

const ramp = (...shape: number[]) => ({
  dtype: "F32" as const,
  shape,
  data: Float32Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, i) => i,
  ),
});

Deno.test("torchWeights() moves the axes of convolutions and linear layers, and those of depthwise ones in their own way", () => {
  const turned = torchWeights({
    "classifier.weight": ramp(2, 3),
    "classifier.bias": ramp(3),
    "stem.0.weight": ramp(1, 2, 2, 2),
    // one filter: the shape of a depthwise convolution
    "stem0.0.weight": ramp(3, 3, 2, 1),
    "cells.0._ops.1.op.1.weight": ramp(3, 3, 2, 1),
    "cells.0._ops.2.conv_1.weight": ramp(1, 1, 2, 1),
  }, {
    parameters: [{
      name: "cells.0._ops.1.op.1.weight",
      shape: [3, 3, 2, 1],
      offset: 0,
      size: 18,
      initial: { bound: 1 },
      depthwise: true,
    }],
  });
  const shapes = Object.values(turned).map(({ shape }) => shape);
  assertEquals(shapes, [
    [3, 2],
    [3],
    [2, 2, 1, 2],
    [1, 2, 3, 3],
    [2, 1, 3, 3],
    [1, 2, 1, 1],
  ]);
  assertEquals([...turned["classifier.weight"]!.data], [0, 3, 1, 4, 2, 5]);
  assertEquals([...turned["stem.0.weight"]!.data], [0, 4, 2, 6, 1, 5, 3, 7]);
  assertEquals(
    [...turned["cells.0._ops.1.op.1.weight"]!.data.slice(0, 4)],
    [0, 2, 4, 6],
  );
});
