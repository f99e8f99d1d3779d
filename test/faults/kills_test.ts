import { assertEquals } from "@std/assert";
import { killRuns } from "../support/endurance/kill_runs.ts";

const KILLS = 12;

Deno.test("runs killed at twelve random moments end with the right bytes when they are run again", async () => {
  const seed = Number(
    Deno.env.get("SDARTS_SOAK_SEED") ?? Date.now() % 1_000_000,
  );
  console.log(`seed ${seed} (SDARTS_SOAK_SEED repeats it)`);
  const counts = await killRuns(KILLS, seed);
  console.log(JSON.stringify(counts));
  assertEquals(counts.scheduler + counts.stage + counts.both, KILLS);
});
