import { randomStream } from "../../engine/philox.ts";
import { KEEPING, RUNNING } from "../support/endurance/kill_cases.ts";
import {
  killAtMoments,
  type KillCase,
} from "../support/endurance/kill_moments.ts";

// All commands at all moments are a test of the soak.
Deno.test("four commands, each killed at eight random moments, are whole after a rerun", async () => {
  const seed = Number(
    Deno.env.get("SDARTS_SOAK_SEED") ?? Date.now() % 1_000_000,
  );
  console.log(`seed ${seed} (SDARTS_SOAK_SEED repeats it)`);
  const random = randomStream({ seed, stream: "kill moments" });
  const some = (cases: readonly KillCase[]) => {
    const at = random.below(cases.length);
    return [cases[at]!, cases[(at + 1) % cases.length]!];
  };
  for (const kill of [...some(KEEPING), ...some(RUNNING)]) {
    console.log(kill.name);
    await killAtMoments(kill, { most: 8, seed });
  }
});
