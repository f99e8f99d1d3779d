import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomStream } from "../../../engine/philox.ts";
import { bootstrapInterval } from "./bootstrap_interval.ts";

Deno.test("bootstrapInterval() does not depend on the order of values", () => {
  assertEquals(
    bootstrapInterval([0.3, 0.1, 0.25, 0.2]),
    bootstrapInterval([0.1, 0.2, 0.25, 0.3]),
  );
});

Deno.test("bootstrapInterval() gives no interval for too few values", () => {
  assertEquals(bootstrapInterval([]), null);
  assertEquals(bootstrapInterval([1, 2]), null);
});

Deno.test("bootstrapInterval() is near the normal interval for many values", () => {
  const values = new Float32Array(400);
  randomStream({ seed: 5, stream: "test" }).fillNormal(values);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const [low, high] = bootstrapInterval([...values])!;
  assertAlmostEquals(low, mean - 1.96 / 20, 0.02);
  assertAlmostEquals(high, mean + 1.96 / 20, 0.02);
});

Deno.test("bootstrapInterval() holds the mean about as often as it says", () => {
  const random = randomStream({ seed: 6, stream: "test" });
  let held = 0;
  for (let i = 0; i < 200; i++) {
    const values = new Float32Array(20);
    random.fillNormal(values);
    const [low, high] = bootstrapInterval([...values], { resamples: 500 })!;
    if (low <= 0 && 0 <= high) held++;
  }
  // 95 % less the known lack of small bootstraps; its standard error here is 1.7 %.
  assert(held >= 174 && held <= 200, `held ${held} of 200`);
});
