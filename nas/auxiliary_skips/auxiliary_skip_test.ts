import { assertEquals, assertThrows } from "@std/assert";
import { skipFactorAt } from "./auxiliary_skip.ts";
import { auxiliarySkip as none } from "./none.ts";
import { auxiliarySkip as constant } from "./constant.ts";

Deno.test("skipFactorAt() gives the factor of an epoch, and none without auxiliary skips", () => {
  const at = { epoch: 3, epochs: 4 };
  assertEquals(skipFactorAt(undefined, at), undefined);
  assertEquals(skipFactorAt(none, at), undefined);
  assertEquals(skipFactorAt(constant, at), 1);
  assertThrows(
    () => skipFactorAt({ name: "mine", factor: () => NaN }, at),
    RangeError,
    "Expected a finite factor but found NaN in epoch 4 of the auxiliary skip mine",
  );
});
