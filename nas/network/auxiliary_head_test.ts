import { assertEquals } from "@std/assert";
import { stem as cifar } from "../stems/cifar.ts";
import { stem as imagenet } from "../stems/imagenet.ts";
import { AUXILIARY_PREFIX, auxiliaryHead } from "./auxiliary_head.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";

Deno.test("auxiliaryHead() takes an 8x8 map to logits through 128 and 768 channels", () => {
  let logits: Extent | undefined;
  const layout = layoutOf((layers, x) => {
    logits = auxiliaryHead(layers, x, { classes: 10, form: cifar.auxiliary! });
  }, { height: 8, width: 8, channels: 16 });
  assertEquals(logits, { height: 1, width: 1, channels: 10 });
  assertEquals(
    layout.parameters.map(({ name, shape }) =>
      `${name.slice(AUXILIARY_PREFIX.length)} ${shape}`
    ),
    [
      "features.2.weight 1,1,16,128",
      "features.3.weight 128",
      "features.3.bias 128",
      "features.5.weight 2,2,128,768",
      "features.6.weight 768",
      "features.6.bias 768",
      "classifier.weight 768,10",
      "classifier.bias 10",
    ],
  );
});

Deno.test("auxiliaryHead() of ImageNet takes a 7x7 map and does not normalise its last convolution", () => {
  let logits: Extent | undefined;
  const layout = layoutOf((layers, x) => {
    logits = auxiliaryHead(layers, x, {
      classes: 1000,
      form: imagenet.auxiliary!,
    });
  }, { height: 7, width: 7, channels: 16 });
  assertEquals(logits, { height: 1, width: 1, channels: 1000 });
  const names = layout.parameters.map(({ name }) =>
    name.slice(AUXILIARY_PREFIX.length)
  );
  assertEquals(names.filter((name) => name.startsWith("features.6")), []);
  assertEquals(layout.statistics.map(({ size }) => size), [128]);
});
