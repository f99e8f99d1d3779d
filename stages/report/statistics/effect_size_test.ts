import { assertAlmostEquals, assertEquals } from "@std/assert";
import { hedgesG } from "./effect_size.ts";

Deno.test("hedgesG() has the sign of the difference", () => {
  assertAlmostEquals(hedgesG([1, 2, 3], [4, 5, 6])!, -2.4, 1e-12);
});

Deno.test("hedgesG() is null where nothing varies", () => {
  assertEquals(hedgesG([1, 1], [2, 2]), null);
});
