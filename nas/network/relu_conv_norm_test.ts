import { assertEquals } from "@std/assert";
import { reluConvNorm } from "./relu_conv_norm.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";

Deno.test("reluConvNorm() keeps the size and sets the channels", () => {
  let y: Extent | undefined;
  layoutOf((layers, x) => {
    y = reluConvNorm(layers, x, { name: "pre", filters: 5, affine: true });
  }, { height: 8, width: 8, channels: 4 });
  assertEquals(y, { height: 8, width: 8, channels: 5 });
});
