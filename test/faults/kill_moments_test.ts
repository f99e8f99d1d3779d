import { type RandomStream, randomStream } from "../../engine/philox.ts";
import { KEEPING, RUNNING } from "../support/endurance/kill_cases.ts";
import { killAtMoments } from "../support/endurance/kill_moments.ts";

/** Moments of each case. */
const MOMENTS = 10;

/** Different numbers below another, in any order. */
function some(
  random: RandomStream,
  count: number,
  below: number,
): number[] {
  const numbers = Array.from({ length: below }, (_, index) => index);
  return Array.from(
    { length: Math.min(count, below) },
    () => numbers.splice(random.below(numbers.length), 1)[0]!,
  );
}

// All commands at all moments are a test of the soak.
Deno.test("five commands, each killed at ten random moments, are whole after a rerun", async () => {
  const seed = Number(
    Deno.env.get("SDARTS_SOAK_SEED") ?? Date.now() % 1_000_000,
  );
  console.log(`seed ${seed} (SDARTS_SOAK_SEED repeats it)`);
  const random = randomStream({ seed, stream: "kill moments" });
  const cases = [
    ...some(random, 3, KEEPING.length).map((index) => KEEPING[index]!),
    ...some(random, 2, RUNNING.length).map((index) => RUNNING[index]!),
  ];
  for (const kill of cases) {
    console.log(kill.name);
    await killAtMoments(kill, (count) => some(random, MOMENTS, count));
  }
});
