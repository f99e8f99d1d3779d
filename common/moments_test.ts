import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ranksOf } from "./moments.ts";

Deno.test("ranks of any values sum to those of different ones", () => {
  fc.assert(fc.property(
    fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }),
    (values) => {
      const n = values.length;
      const sum = ranksOf(values).reduce((a, b) => a + b);
      assertEquals(sum, n * (n + 1) / 2);
    },
  ));
});
