import { KEEPING, RUNNING } from "../support/endurance/kill_cases.ts";
import { killAtMoments } from "../support/endurance/kill_moments.ts";

for (const kill of [...KEEPING, ...RUNNING]) {
  Deno.test(`${kill.name}: killed at whatever moment, it is whole after a rerun`, async () => {
    const count = await killAtMoments(kill);
    console.log(`${kill.name}: ${count} moments`);
  });
}
