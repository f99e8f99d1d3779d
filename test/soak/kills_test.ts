import { killRuns } from "../pipeline/kill_runs.ts";

Deno.test("runs killed at 300 random moments end with the right bytes when they are run again", async () => {
  const seed = Number(
    Deno.env.get("SDARTS_SOAK_SEED") ?? Date.now() % 1_000_000,
  );
  console.log(`seed ${seed} (SDARTS_SOAK_SEED repeats it)`);
  console.log(JSON.stringify(await killRuns(300, seed)));
});
