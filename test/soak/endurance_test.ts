import { assert, assertEquals } from "@std/assert";
import { FAULTS, faultsOf } from "../support/endurance/endurance.ts";
import { endure } from "../support/endurance/endure.ts";
import { soakSeed } from "../support/soak_seed.ts";

const OPERATIONS = Number(Deno.env.get("SDARTS_SOAK_OPERATIONS") ?? 2000);
const FAULT_COUNT = Math.ceil(OPERATIONS / 4);

Deno.test(`${OPERATIONS} operations and ${FAULT_COUNT} faults on two checkouts with a shared cache: nothing lost, no wrong byte`, async () => {
  const seed = soakSeed();
  let told = 0;
  const count = await endure(
    { operations: OPERATIONS, faults: FAULT_COUNT },
    seed,
    (count) => {
      if (count.operations < told + 50) return;
      told = count.operations;
      console.log(`${told} operations ${JSON.stringify(count.faults)}`);
    },
  );
  console.log(JSON.stringify(count));
  assertEquals([count.losses, count.wrong], [[], []]);
  // A slice is too short for all kinds.
  for (const fault of OPERATIONS < 2000 ? [] : FAULTS) {
    assert(
      count.faults[fault] > FAULT_COUNT / 40,
      `Expected more than ${count.faults[fault]} of ${fault}`,
    );
  }
  assert(count.operations >= OPERATIONS && faultsOf(count) >= FAULT_COUNT);
});
