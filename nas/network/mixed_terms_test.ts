import { assertEquals, assertThrows } from "@std/assert";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { mixedTerms } from "./mixed_terms.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";

const INPUT: Extent = { height: 8, width: 8, channels: 4 };

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
      operations: BUILT_IN_OPERATIONS,
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

Deno.test("mixedTerms() multiplies what an operation without a normalisation gives, and names one that is missing", () => {
  const { noise, none } = BUILT_IN_OPERATIONS;
  const edge = {
    operations: { noise, none },
    name: "edge",
    stride: 1,
    matrix: "normal",
    edge: 0,
  } as const;
  let weighed = 0;
  layoutOf((shapes, x) => {
    const layers: typeof shapes = {
      ...shapes,
      weigh: (y, ref) => {
        weighed++;
        return shapes.weigh(y, ref);
      },
    };
    mixedTerms(layers, ["noise", "none"], x, edge);
    assertThrows(
      () => mixedTerms(layers, ["max_pool_3x3"], x, edge),
      RangeError,
      "Expected an operation of noise, none but found max_pool_3x3",
    );
  }, INPUT);
  assertEquals(weighed, 1);
});
