import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../engine/safetensors.ts";
import { tinyRetrain } from "../../test/support/tensors/tiny_search.ts";
import { flattenWeights, nameWeights } from "./named_weights.ts";

const { layout } = tinyRetrain();
const ramp = (length: number, from: number) =>
  Float32Array.from({ length }, (_, i) => from + i);
const FLAT = {
  weights: ramp(layout.parameterCount, 0),
  mean: ramp(layout.statisticsCount, 0.25),
  variance: ramp(layout.statisticsCount, 0.5),
};
const named = () => nameWeights(layout, FLAT);

Deno.test("nameWeights() names every parameter and statistic as the reference does", () => {
  const tensors = named();
  assertEquals(
    Object.keys(tensors).length,
    layout.parameters.length + 2 * layout.statistics.length,
  );
  assertEquals(tensors["stem.0.weight"], {
    dtype: "F32",
    shape: [3, 3, 3, 6],
    data: ramp(162, 0),
  });
  assertEquals(tensors["stem.1.running_mean"], {
    dtype: "F32",
    shape: [6],
    data: ramp(6, 0.25),
  });
  assertEquals(tensors["stem.1.running_var"]?.data, ramp(6, 0.5));
});

Deno.test("flattenWeights() undoes nameWeights(), through a file", () => {
  const { tensors } = decodeSafetensors(encodeSafetensors(named()));
  assertEquals(flattenWeights(layout, tensors, "weights.safetensors"), FLAT);
});

Deno.test("flattenWeights() names a tensor that is missing or has another shape or type", () => {
  const { "classifier.bias": bias, ...rest } = named();
  const flatten = (tensors: ReturnType<typeof named>) =>
    assertThrows(() => flattenWeights(layout, tensors, "w.safetensors"), Error)
      .message;
  assertEquals(
    flatten(rest),
    "Expected classifier.bias as F32 [3] but found nothing in w.safetensors",
  );
  assertEquals(
    flatten({ ...rest, "classifier.bias": { ...bias!, shape: [1, 3] } }),
    "Expected classifier.bias as F32 [3] but found F32 [1,3] in w.safetensors",
  );
  assertEquals(
    flatten({
      ...rest,
      "classifier.bias": { dtype: "I32", shape: [3], data: new Int32Array(3) },
    }),
    "Expected classifier.bias as F32 [3] but found I32 [3] in w.safetensors",
  );
});
