// Random edits, commands and faults on two checkouts that share a cache: nothing may be lost and no byte be wrong.
import { randomStream } from "../../../engine/philox.ts";
import { cacheServer } from "../../../pipeline/cache/shared/cache_server.ts";
import { newKeyPair } from "../../../pipeline/cache/shared/record_signature.ts";
import { type Endurance, FAULTS, faultsOf, type Lab } from "./endurance.ts";
import { endureFaults } from "./endure_faults.ts";
import { enduringCheckout } from "./enduring_checkout.ts";
import { type EnduringUser, enduringUser } from "./enduring_user.ts";
import { flakyServer } from "../pipeline/flaky_server.ts";
import { tempFolder } from "../temp_folder.ts";

/**
 * Works on two checkouts at once until there were enough operations and faults, or something went wrong.
 *
 * @param least Operations and faults.
 * @param seed Of all choices; the moments depend on the machine too.
 * @param report Called after each operation.
 */
export async function endure(
  least: { readonly operations: number; readonly faults: number },
  seed: number,
  report: (count: Endurance) => void = () => {},
): Promise<Endurance> {
  using folder = tempFolder();
  const count: Endurance = {
    operations: 0,
    faults: Object.fromEntries(
      FAULTS.map((fault) => [fault, 0]),
    ) as Endurance["faults"],
    executed: 0,
    losses: [],
    wrong: [],
  };
  const lab: Lab = {
    seed,
    count,
    store: `${folder.path}/store`,
    uploaded: new Set(),
    over: () =>
      count.losses.length + count.wrong.length > 0 ||
      count.operations >= least.operations && faultsOf(count) >= least.faults,
    report,
  };
  const { privatePem, publicKey } = newKeyPair();
  const keyFile = `${folder.path}/key.pem`;
  Deno.writeTextFileSync(keyFile, privatePem);
  const honest = cacheServer({ folder: lab.store, quota: 1 << 28 });

  await Promise.all([0, 1].map(async (index) => {
    const random = randomStream({ seed, stream: `checkout ${index}` });
    await using server = flakyServer(honest, random);
    const { url } = server;
    await using checkout = await enduringCheckout({
      url,
      publicKey,
      keyFile,
    });
    await work(enduringUser(checkout, { lab, server, random, index }), lab);
  }));

  return count;
}

/** Half of what a user does ends in a fault. */
async function work(user: EnduringUser, lab: Lab): Promise<void> {
  const faults = endureFaults(user, lab);
  await user.settle();
  while (!lab.over()) {
    const chance = user.random.uniform();
    if (chance < 0.5) {
      await faults[user.pick(FAULTS)]();
      await user.settle();
    } else if (chance < 0.7) {
      user.edit();
      await user.settle();
    } else if (chance < 0.9) {
      await user.readOnly();
    } else if (chance < 0.94) {
      await user.collect();
    } else if (chance < 0.97) {
      await user.verify();
    } else {
      await user.wipe();
      await user.settle();
    }
  }
}
