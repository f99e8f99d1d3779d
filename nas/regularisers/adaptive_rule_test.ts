import { assertEquals } from "@std/assert";
import { ADAPTIVE_DECAY, adaptiveRule } from "./adaptive_rule.ts";

Deno.test("adaptiveRule() raises the weight decay tenfold up to 0.03, and returns as far as its averages reach", () => {
  assertEquals(ADAPTIVE_DECAY, { factor: 10, max: 0.03 });
  const { every, goOn } = adaptiveRule();
  assertEquals(every, 2);
  assertEquals(
    [3e-4, 0.003, 0.01, 0.03].map(goOn!.weightDecay),
    [0.003, 0.03, 0.03, undefined],
  );
  assertEquals([20, 22, 30].map((epoch) => goOn!.oldest(epoch, 2)), [
    10,
    10,
    18,
  ]);
});
