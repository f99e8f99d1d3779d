import { assertEquals } from "@std/assert";
import { samplingTrouble } from "./sampling_trouble.ts";

Deno.test("samplingTrouble() says what keeps a value from being a sampling", () => {
  const trouble = (value: Record<string, unknown>) =>
    samplingTrouble({ name: "mine", weights: () => 0, ...value }, ["usual"]);
  assertEquals(trouble({}), undefined);
  assertEquals(trouble({ noise: () => {} }), undefined);
  const drawn = { weights: undefined, architecture: () => {} };
  assertEquals(trouble(drawn), undefined);
  assertEquals(
    trouble({ ...drawn, architecture: 3 }),
    "a function architecture but found 3",
  );
  for (const architecture of [() => {}, 3]) {
    assertEquals(
      trouble({ architecture }),
      "weights or an architecture but found both",
    );
  }
  assertEquals(
    trouble({ name: "usual" }),
    "a name of its own but found usual, a built-in one",
  );
  assertEquals(
    trouble({ weights: undefined }),
    "a function weights but found none",
  );
  assertEquals(
    trouble({ noise: "normal" }),
    'a function noise, or none, but found "normal"',
  );
  assertEquals(trouble({ perAlpha: 2 }), undefined);
  assertEquals(
    trouble({ perAlpha: 1.5 }),
    "an integer perAlpha from 1, or none, but found 1.5",
  );
  assertEquals(trouble({ undrawn: "none" }), undefined);
  assertEquals(
    trouble({ undrawn: "all" }),
    'undrawn node or none, or neither, but found "all"',
  );
});
