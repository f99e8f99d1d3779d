import { assert, assertEquals } from "@std/assert";
import { faultsOf } from "../support/endurance/endurance.ts";
import { endure } from "../support/endurance/endure.ts";
import { soakSeed } from "../support/soak_seed.ts";

Deno.test("twelve faults of all kinds among random edits and commands lose nothing and give no wrong byte", async () => {
  const seed = soakSeed();
  const count = await endure({ operations: 20, faults: 12 }, seed);
  console.log(JSON.stringify(count));
  assertEquals([count.losses, count.wrong], [[], []]);
  assert(count.operations >= 20 && faultsOf(count) >= 12);
});
