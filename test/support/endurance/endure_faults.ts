// The faults of the endurance test: kills, damaged files, a full disk, a jumping clock, a bad server.
import type { Fault, Lab } from "./endurance.ts";
import { clockJump } from "./enduring_checkout.ts";
import { type EnduringUser, RUN } from "./enduring_user.ts";
import { foreignFaults } from "./foreign_faults.ts";
import { FLAWS } from "../pipeline/flaky_server.ts";
import { strike, VICTIMS } from "./strike.ts";
import { tearFile } from "../pipeline/torn_files.ts";

/** Parts of a cache that are in use only while something runs, and checkpoints, which are the stages' own. */
const NOT_TORN = ["checkpoints", "work", "tmp"];

/** The faults that may meet a user; each counts itself where it took effect. */
export function endureFaults(
  user: EnduringUser,
  lab: Lab,
): Record<Fault, () => Promise<void>> {
  const { checkout, server, random, torn } = user;
  const chance = (of: number) => random.below(of) === 0;
  const tear = () => {
    const found = tearFile(checkout.cache, random, NOT_TORN);
    if (found === undefined) return;
    torn.add(found.path);
    checkout.giveUp(found.path);
    user.hit("torn file", `${found.path} ${found.how}`);
  };
  return {
    kill: async () => {
      user.edit();
      user.operate();
      const choice = user.pick(VICTIMS);
      const struck = await strike(checkout.start(RUN), choice, {
        random,
        within: user.length(),
      });
      user.look(checkout.ended(struck.ended), "a killed run");
      if (struck.hit) user.hit("kill", choice);
    },
    "killed command": async () => {
      const args = user.pick([["gc", "--yes"], ["verify"], ["lock", "a.yaml"]]);
      const { keys } = await user.command(...RUN);
      user.operate();
      const struck = await strike(checkout.start(args), "scheduler", {
        random,
        within: 500,
      });
      if (args[0] === "gc") checkout.keepOnly(keys);
      if (struck.hit) user.hit("killed command", args[0]!);
    },
    "torn file": async () => {
      tear();
      if (chance(3)) tear();
      if (chance(2)) await user.readOnly();
      if (chance(4)) await user.verify();
    },
    "torn shared file": async () => {
      lab.uploaded.clear();
      const found = tearFile(lab.store, random, ["tmp"]);
      if (found !== undefined) user.hit("torn shared file", found.path);
      if (chance(2)) await user.wipe();
    },
    "full disk": () => fullDisk(user),
    "clock jump": async () => {
      user.edit();
      user.operate();
      const jump = clockJump(random);
      user.hit("clock jump", JSON.stringify(jump));
      const output = await checkout.start(RUN, jump).output();
      const ended = user.look(checkout.ended(output), "a jump");
      if (ended.code === 0) checkout.take(ended.keys, torn);
      else if (torn.size === 0) {
        user.wrong(`a jump: ${ended.code} ${ended.text}`);
      }
    },
    ...foreignFaults(user),
    "two runs": () => twoRuns(user),
    server: async () => {
      user.edit();
      server.flaw = user.pick(FLAWS);
      const before = server.wrong();
      if (chance(2)) await user.wipe();
      await user.settle();
      if (server.wrong() > before) user.hit("server", server.flaw);
      server.flaw = undefined;
    },
  };
}

async function fullDisk(user: EnduringUser): Promise<void> {
  const { checkout, random } = user;
  if (!checkout.small) return;
  user.edit();
  const left = random.below(3) === 0 ? 0 : random.below(1 << 16);
  const empty = checkout.fill(left);
  try {
    const { code, text } = await user.command(...RUN);
    if (![0, 1, 4].includes(code ?? -1)) {
      user.wrong(`a full disk ended with ${code}: ${text}`);
    }
    if (code !== 0) user.hit("full disk", `${left} bytes`);
  } finally {
    empty();
  }
}

async function twoRuns(user: EnduringUser): Promise<void> {
  const { checkout, random } = user;
  user.edit();
  user.operate();
  user.operate();
  const one = checkout.start(RUN);
  const other = checkout.start(
    RUN,
    random.below(3) === 0 ? clockJump(random) : undefined,
  );
  const [struck, output] = await Promise.all([
    strike(one, user.pick(VICTIMS), {
      random,
      within: random.below(2) === 0 ? user.length() : 1e9,
    }),
    other.output(),
  ]);
  const ends = [struck.ended, output].map((said) =>
    user.look(checkout.ended(said), "one of two runs")
  );
  const twice = ends[0]!.executed.find((key) =>
    ends[1]!.executed.includes(key)
  );
  if (twice !== undefined) {
    user.wrong(`both of two runs executed ${twice}`);
  }
  user.hit("two runs", struck.hit ? "one killed" : "");
}
