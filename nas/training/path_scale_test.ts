import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { pathScales } from "./path_scale.ts";

const OPTIONS = {
  batch: 200,
  paths: 100,
  probability: 0.3,
  seed: 1,
  epoch: 2,
  step: 3,
};

Deno.test("pathScales() holds 0 and 1 / (1 - p) with mean 1", () => {
  const scales = pathScales(OPTIONS);
  assertEquals(scales.length, 20000);
  assertEquals([...new Set(scales)].sort(), [0, Math.fround(1 / 0.7)]);
  const mean = scales.reduce((a, b) => a + b) / scales.length;
  // five standard errors of a mean with variance p / (1 - p)
  assertAlmostEquals(mean, 1, 5 * Math.sqrt(0.3 / 0.7 / 20000));
});

Deno.test("pathScales() without dropping is 1 everywhere", () => {
  assertEquals(
    new Set(pathScales({ ...OPTIONS, probability: 0 })),
    new Set([1]),
  );
});

Deno.test("pathScales() is a function of its address", () => {
  const scales = pathScales(OPTIONS);
  assertEquals(pathScales(OPTIONS), scales);
  for (
    const change of [
      { seed: 2 },
      { epoch: 3 },
      { step: 4 },
      { pass: "alpha" },
    ]
  ) {
    assertNotEquals(pathScales({ ...OPTIONS, ...change }), scales);
  }
});
