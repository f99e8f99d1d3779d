import { assertEquals } from "@std/assert";
import { didYouMean, nearest } from "./did_you_mean.ts";

const NAMES = ["skip_connect", "sep_conv_3x3", "sep_conv_5x5", "none"];

for (
  const [word, known, expected] of [
    ["sdart-rs", ["darts", "sdarts-rs", "sdarts-adv"], "sdarts-rs"],
    ["need", ["use", "needs", "with"], "needs"],
    ["ues", ["use", "needs"], "use"],
    ["EPOCHS", ["epochs", "seed"], "epochs"],
    ["zebra", ["use", "needs"], undefined],
    ["", ["use"], undefined],
    ["run", [], undefined],
    ["skipconnect", NAMES, "skip_connect"],
    ["SEP_CONV_5x5", NAMES, "sep_conv_5x5"],
    ["sep_conv_4x4", NAMES, "sep_conv_3x3"],
    ["non", NAMES, "none"],
    ["max_pool", NAMES, undefined],
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

Deno.test("nearest() of a text without end is none", () => {
  assertEquals(nearest("n".repeat(1_000_000), NAMES), undefined);
});
