import { assertEquals } from "@std/assert";
import { didYouMean, nearest } from "./nearest.ts";

for (
  const [word, known, expected] of [
    ["sdart-rs", ["darts", "sdarts-rs", "sdarts-adv"], "sdarts-rs"],
    ["need", ["use", "needs", "with"], "needs"],
    ["ues", ["use", "needs"], "use"],
    ["EPOCHS", ["epochs", "seed"], "epochs"],
    ["zebra", ["use", "needs"], undefined],
    ["", ["use"], undefined],
    ["run", [], undefined],
  ] as const
) {
  Deno.test(`nearest() of "${word}" among ${known.join(",")} is ${expected}`, () => {
    assertEquals(nearest(word, known), expected);
  });
}

Deno.test("didYouMean() is empty when nothing is near", () => {
  assertEquals(didYouMean("zebra", ["use"]), "");
  assertEquals(didYouMean("usee", ["use"]), " (did you mean use?)");
});
