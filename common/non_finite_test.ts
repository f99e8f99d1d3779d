import { assertEquals, assertInstanceOf } from "@std/assert";
import {
  NonFiniteError,
  nonFiniteMember,
  nonFiniteValues,
} from "./non_finite.ts";

Deno.test("a NonFiniteError names the finding, then the checkpoint, then the images of batches that are known", () => {
  const plain = new NonFiniteError("Expected a number");
  assertInstanceOf(plain, RangeError);
  assertEquals(plain.message, "Expected a number");
  const images = {
    training: Int32Array.of(7, 3),
    alpha: undefined,
    validation: [5],
  };
  const whole = new NonFiniteError("Expected a number", {
    images,
    checkpoint: "none yet",
  });
  assertEquals(
    whole.message,
    "Expected a number; last good checkpoint: none yet; images of the training batch: 7, 3; images of the validation batch: 5",
  );
  assertEquals([whole.finding, whole.images], ["Expected a number", images]);
});

Deno.test("nonFiniteValues() counts what is not finite and names the first, in any tensor and at any place", () => {
  const of = (...values: number[]) => Float32Array.from(values);
  const largest = 3.4028234663852886e38;
  assertEquals(
    nonFiniteValues([["a", of(0, -largest, largest)], ["b", of()]]),
    undefined,
  );
  assertEquals(nonFiniteValues([]), undefined);
  for (const bad of [NaN, Infinity, -Infinity]) {
    assertEquals(
      nonFiniteValues([["a", of(1, -2)], ["b", of(0, 1, bad)], ["c", of(bad)]]),
      `Expected finite numbers but found 2 of 6 not finite, the first (${bad}) in b`,
    );
  }
});

Deno.test("nonFiniteValues() refuses negative variances and no other negative number", () => {
  assertEquals(
    nonFiniteValues([
      ["stem.1.running_mean", [-1]],
      ["stem.1.running_var", [0, 2]],
    ]),
    undefined,
  );
  assertEquals(
    nonFiniteValues([["w", [1]], ["stem.1.running_var", [1, -0.5, NaN]]]),
    "Expected variances of 0 or more but found 2 of 4 negative or not finite, the first (-0.5) in stem.1.running_var",
  );
});

Deno.test("nonFiniteMember() finds the number that JSON would turn into null", () => {
  assertEquals(
    nonFiniteMember({ a: [1, null, "NaN"], b: { c: undefined } }),
    undefined,
  );
  assertEquals(nonFiniteMember({ a: [{ loss: 1 }, { loss: -Infinity }] }), {
    path: "a.1.loss",
    value: -Infinity,
  });
  assertEquals(nonFiniteMember(NaN), { path: "", value: NaN });
});
