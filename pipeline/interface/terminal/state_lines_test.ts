import { assertEquals } from "@std/assert";
import { stateLines } from "./state_lines.ts";

const seeds = (count: number, stage: string, state: string, reason: string[]) =>
  Array.from({ length: count }, (_, seed) => ({
    state,
    instance: `${stage}@darts,seed=${seed}`,
    reasons: reason.map((text) => text.replaceAll("SEED", String(seed))),
  }));

Deno.test("stateLines() counts many instances in one state for one reason, and lists few", () => {
  const entries = [
    { state: "cached", instance: "data", reasons: [] },
    ...seeds(4, "search", "cached", []),
    { state: "run", instance: "search@darts,seed=9", reasons: ["never run"] },
    ...seeds(5, "derive", "wait", [
      "waits for search@darts,seed=SEED, data and 2 more",
    ]),
    ...seeds(2, "count", "run", ["params: seed 7 -> SEED"]),
  ];
  assertEquals(
    stateLines(entries, { width: 6, all: false }),
    `cached data
cached search × 4 of 5
run    search@darts,seed=9  never run
wait   derive × 5           waits for search, data
run    count@darts,seed=0   params: seed 7 -> 0
run    count@darts,seed=1   params: seed 7 -> 1
`,
  );
  assertEquals(
    stateLines(entries, { width: 6, all: true }).split("\n").length,
    entries.length + 1,
  );
});
