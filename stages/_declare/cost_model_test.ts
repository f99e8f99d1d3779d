import { assert } from "@std/assert";
import { stepSeconds } from "./cost_model.ts";

Deno.test("stepSeconds() is within a factor of 1.6 of every measured step", () => {
  const measured = [
    ["search", 0.125e9, 0.048],
    ["search", 0.397e9, 0.158],
    ["search", 19.2e9, 2.5],
    ["choiceSearch", 0.029e9, 0.03],
    ["choiceSearch", 0.113e9, 0.044],
    ["choiceSearch", 1.61e9, 0.18],
    ["choiceSearch", 17.1e9, 1.05],
    ["choiceSearch", 23.3e9, 1.38],
    ["retrain", 0.12e9, 0.04],
    ["retrain", 4.22e9, 0.58],
    ["retrain", 2.12e9, 0.2],
    ["retrain", 12.7e9, 1.05],
  ] as const;
  for (const [kind, macs, seconds] of measured) {
    const ratio = stepSeconds(kind, macs) / seconds;
    assert(ratio > 1 / 1.6 && ratio < 1.6, `${kind} ${macs}: ${ratio}`);
  }
});
