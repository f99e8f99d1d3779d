import { assert, assertEquals } from "@std/assert";
import { killRuns } from "../support/endurance/kill_runs.ts";
import { soakSeed } from "../support/soak_seed.ts";

const KILLS = 300;

Deno.test("runs killed at 300 random moments end with the right bytes when they are run again", async () => {
  const seed = soakSeed();
  let told = 0;
  const counts = await killRuns(KILLS, seed, (counts) => {
    const killed = counts.scheduler + counts.stage + counts.both;
    if (killed < told + 25) return;
    told = killed;
    console.log(`${killed} of ${KILLS} ${JSON.stringify(counts)}`);
  });
  console.log(JSON.stringify(counts));
  assertEquals(counts.scheduler + counts.stage + counts.both, KILLS);
  for (const [name, count] of Object.entries(counts)) {
    assert(count > KILLS / 30, `Expected more than ${count} of ${name}`);
  }
});
