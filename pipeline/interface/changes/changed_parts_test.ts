import { assertEquals } from "@std/assert";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import type { PlanEntry } from "../../execution/plan/plan.ts";
import { changedParts, changedPartsText } from "./changed_parts.ts";

/** A chain of instances for each name: `a` needs nothing, `a1` needs `a`, `a2` needs `a1`. */
const OPENED = {
  pipeline: {
    instances: ["a", "a1", "a2", "b", "b1"].map((name) => ({
      name,
      inputs: name.length === 1 ? [] : [{
        members: [{ instance: name.replace(/1$/, "").replace("2", "1") }],
      }],
    })),
  },
} as unknown as OpenedPipeline;

Deno.test("changedParts() gives each difference its instances and those behind them", () => {
  const entry = (
    instance: string,
    state: PlanEntry["state"],
    ...reasons: string[]
  ) => ({ instance, state, reasons });
  const plan = [
    entry("a", "run", "code: x changed", "params: y 1 -> 2"),
    entry("a1", "wait", "waits for a"),
    entry("a2", "wait", "waits for a1"),
    entry("b", "run", "code: x changed"),
    entry("b1", "cached"),
  ];
  const parts = changedParts(plan, OPENED);
  assertEquals(parts, [
    { reason: "code: x changed", runs: ["a", "b"], then: ["a1", "a2"] },
    { reason: "params: y 1 -> 2", runs: ["a"], then: ["a1", "a2"] },
  ]);
  assertEquals(
    changedPartsText(parts.slice(0, 1), plan),
    "code: x changed\n  runs   a b\n  then   a1 a2\n1 of 5 instances are in the cache\n",
  );
});
