import { assertEquals } from "@std/assert";
import { didYouMean, nearestName } from "./nearest_name.ts";

const names = ["skip_connect", "sep_conv_3x3", "sep_conv_5x5", "none"];

Deno.test("nearestName() finds the name with the fewest edits", () => {
  assertEquals(nearestName("skipconnect", names), "skip_connect");
  assertEquals(nearestName("SEP_CONV_5x5", names), "sep_conv_5x5");
  assertEquals(nearestName("sep_conv_4x4", names), "sep_conv_3x3");
  assertEquals(nearestName("non", names), "none");
});

Deno.test("nearestName() finds nothing when no name is near", () => {
  assertEquals(nearestName("max_pool", names), undefined);
  assertEquals(nearestName("", names), undefined);
  assertEquals(nearestName("x", []), undefined);
  assertEquals(nearestName("n".repeat(1_000_000), names), undefined);
});

Deno.test("didYouMean() ends a message or leaves it as it is", () => {
  assertEquals(didYouMean("nome", names), ": did you mean none?");
  assertEquals(didYouMean("quantum", names), "");
});
