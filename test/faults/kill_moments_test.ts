import { randomStream } from "../../engine/philox.ts";
import { KEEPING, RUNNING } from "../support/endurance/kill_cases.ts";
import {
  killAtMoments,
  type KillCase,
} from "../support/endurance/kill_moments.ts";
import { soakSeed } from "../support/soak_seed.ts";

// The soak kills all commands at all moments.
Deno.test("four commands, each killed at eight random moments, are whole after a rerun", async () => {
  const seed = soakSeed();
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
