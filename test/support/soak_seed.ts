/** Seed of a random test: `SDARTS_SOAK_SEED`, or else one of the clock. Prints it, so that a failure can be repeated. */
export function soakSeed(): number {
  const seed = Number(
    Deno.env.get("SDARTS_SOAK_SEED") ?? Date.now() % 1_000_000,
  );
  console.log(`seed ${seed} (SDARTS_SOAK_SEED repeats it)`);
  return seed;
}
