import { killRuns } from "./kill_runs.ts";

Deno.test("runs killed at twelve random moments end with the right bytes when they are run again", async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  console.log(JSON.stringify(await killRuns(12, seed)));
});
