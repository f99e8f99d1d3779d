// Random edits, commands and faults on two checkouts that share a cache: nothing may be lost and no byte be wrong.
import { assert } from "@std/assert";
import fc from "fast-check";
import { type RandomStream, randomStream } from "../../engine/philox.ts";
import { cacheServer } from "../../pipeline/shared/cache_server.ts";
import { newKeyPair } from "../../pipeline/shared/record_signature.ts";
import {
  clockJump,
  type Ended,
  type EnduringCheckout,
  enduringCheckout,
  type Project,
} from "./enduring_checkout.ts";
import { type FlakyServer, flakyServer, FLAWS } from "./flaky_server.ts";
import { dags, edits } from "./random_dag.ts";
import { strike, VICTIMS } from "./strike.ts";
import { tearFile } from "./torn_files.ts";

/** Kinds of faults. */
export const FAULTS = [
  "kill",
  "killed command",
  "torn file",
  "torn shared file",
  "full disk",
  "clock jump",
  "two runs",
  "server",
] as const;
type Fault = typeof FAULTS[number];

/** What happened. */
export interface Endurance {
  /** Commands that were started. */
  operations: number;
  /** Faults that took effect, by kind. */
  readonly faults: Record<Fault, number>;
  /** Stages that were executed. */
  executed: number;
  /** Results that were made or taken although they were there, or were gone. */
  readonly losses: string[];
  /** Wrong bytes and wrong ends. */
  readonly wrong: string[];
}

/** Number of faults of all kinds. */
export function faultsOf({ faults }: Endurance): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0);
}

/** What the checkouts share. */
interface Lab {
  readonly seed: number;
  readonly count: Endurance;
  readonly store: string;
  /** Keys that are in the shared cache for sure. */
  readonly uploaded: Set<string>;
  readonly over: () => boolean;
  readonly report: (count: Endurance) => void;
}

/**
 * Works on two checkouts at once until there were enough operations and faults.
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
  const folder = await Deno.makeTempDir({ prefix: "endure_" });
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
    store: `${folder}/store`,
    uploaded: new Set(),
    over: () =>
      count.losses.length + count.wrong.length > 0 ||
      count.operations >= least.operations && faultsOf(count) >= least.faults,
    report,
  };
  const { privatePem, publicKey } = newKeyPair();
  const keyFile = `${folder}/key.pem`;
  Deno.writeTextFileSync(keyFile, privatePem);
  const honest = cacheServer({ folder: lab.store, quota: 1 << 28 });
  try {
    await Promise.all([0, 1].map(async (index) => {
      const random = randomStream({ seed, stream: `checkout ${index}` });
      await using server = flakyServer(honest, random);
      const { url } = server;
      await using checkout = await enduringCheckout({
        url,
        publicKey,
        keyFile,
      });
      await work(checkout, { lab, server, random, index });
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return count;
}

/** One user with one checkout. */
async function work(
  checkout: EnduringCheckout,
  { lab, server, random, index }: {
    lab: Lab;
    server: FlakyServer;
    random: RandomStream;
    index: number;
  },
): Promise<void> {
  const { count, uploaded } = lab;
  const { has, cache } = checkout;
  const history: string[] = [];
  const draw = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.sample(arbitrary, { seed: random.uint32() | 0, numRuns: 1 })[0]!;
  const pick = <T>(choices: readonly T[]) =>
    choices[random.below(choices.length)]!;
  let project: Project = { dag: draw(dags), steps: 5 };
  /** What faults touched since the last whole check: commands may complain of it. */
  const torn = new Set<string>();
  let length = 3000;
  const note = (text: string) => {
    history.push(text);
    if (history.length > 12) history.shift();
  };
  const wrong = (text: string) =>
    count.wrong.push(
      `seed ${lab.seed}, checkout ${index}, operation ${count.operations}: ${text}\nbefore: ${
        history.join("; ")
      }\nproject: ${JSON.stringify(project)}`,
    );
  const hit = (fault: Fault, text: string) => {
    count.faults[fault]++;
    note(`${fault} ${text}`);
  };
  const operate = () => {
    count.operations++;
    lab.report(count);
  };
  /** Looks at what any command said. */
  const look = (ended: Ended, what: string): Ended => {
    if (/Uncaught|panicked|^\s+at .*:\d+:\d+/m.test(ended.text)) {
      wrong(`${what} broke: ${ended.text}`);
    }
    count.executed += ended.executed.length;
    for (const key of ended.executed) {
      if (has.has(key)) {
        count.losses.push(key);
        wrong(`${what} executed ${key} again: ${ended.text}`);
      }
    }
    return ended;
  };
  const command = async (...args: string[]): Promise<Ended> => {
    operate();
    note(args.join(" "));
    const child = checkout.start(args);
    return look(checkout.ended(await child.output()), args[0]!);
  };
  const run = ["run", "a.yaml", "--json"];
  const took = ({ keys }: Ended) => keys.forEach((key) => has.add(key));
  /** Runs until all is well, which it must be at once unless files were torn. */
  const settle = async () => {
    for (let again = 0;; again++) {
      const known = server.flaw === undefined ? [...uploaded] : [];
      const began = performance.now();
      const ended = await command(...run);
      length = 0.8 * length + 0.2 * (performance.now() - began);
      if (ended.code === 4 && torn.size > 0 && again < 4) continue;
      if (ended.code !== 0) return wrong(`code ${ended.code}: ${ended.text}`);
      took(ended);
      const shared = ended.warnings.filter((text) => text.includes("shared"));
      // A busy machine may be late, and a torn file of the server shows at any later time.
      const expected = server.flaw !== undefined ||
        count.faults["torn shared file"] > 0 ||
        shared.every((text) => text.includes("in time"));
      if (shared.length > 1 || !expected) wrong(shared.join("; "));
      // After its first warning, a run goes on alone.
      if (server.flaw === undefined && shared.length === 0) {
        for (const key of ended.executed) {
          if (known.includes(key)) {
            count.losses.push(key);
            wrong(`shared ${key} was executed again: ${ended.text}`);
          }
          uploaded.add(key);
        }
      }
      const found = checkout.wrong(project);
      if (found !== undefined) wrong(found);
      return;
    }
  };
  const edit = () => {
    const { dag, steps } = project;
    project = {
      dag: draw(fc.array(edits, { minLength: 0, maxLength: 2 })).reduce(
        (dag, change) => change(dag),
        dag,
      ),
      steps: random.below(3) === 0 ? 1 + random.below(40) : steps,
    };
    checkout.write(project);
  };
  const readOnly = async () => {
    const [name, ...rest] = pick([
      ["plan", "a.yaml"],
      ["status", "a.yaml"],
      ["log"],
      ["du"],
      ["graph", "a.yaml"],
      ["explain", "shell", "a.yaml"],
      ["diff", "last~1", "last"],
      ["lock", "a.yaml"],
    ]);
    const { code, text } = await command(name!, ...rest);
    const fits = code === 0 || torn.size > 0 && (code === 4 || code === 1) ||
      name === "diff" && code === 2;
    if (!fits) wrong(`${name} ended with ${code}: ${text}`);
  };
  const verify = async () => {
    const { code, text } = await command("verify", "--json");
    if (code === 0) return torn.clear();
    const { damages } = JSON.parse(text) as {
      damages: { blob: string | null; action: string }[];
    };
    for (const { blob, action } of damages) {
      const known = [...torn].some((path) =>
        path.includes(blob ?? "?") || path.includes(action)
      );
      if (code !== 4 || !known) wrong(`verify found ${text}`);
    }
  };
  const collect = async () => {
    const { keys } = await command(...run);
    const { code, text } = await command("gc", "--yes");
    if (code !== 0) wrong(`gc ended with ${code}: ${text}`);
    keepOnly(has, keys);
  };
  /** Forgets which results a damaged file was needed for. */
  const tear = () => {
    const skip = ["checkpoints", "work", "tmp", "filler"];
    const users = usersOf(cache);
    const found = tearFile(cache, random, skip);
    if (found === undefined) return;
    torn.add(found.path);
    for (const [key, names] of users) {
      if (names.some((name) => found.path.includes(name))) has.delete(key);
    }
    hit("torn file", `${found.path} ${found.how}`);
  };
  const faults: Record<Fault, () => Promise<void>> = {
    kill: async () => {
      edit();
      operate();
      const choice = pick(VICTIMS);
      const child = checkout.start(run);
      const struck = await strike(child, choice, { random, within: length });
      look(checkout.ended(struck.ended), "a killed run");
      if (struck.hit) hit("kill", choice);
    },
    "killed command": async () => {
      const args = pick([["gc", "--yes"], ["verify"], ["lock", "a.yaml"]]);
      const { keys } = await command(...run);
      operate();
      const child = checkout.start(args);
      const struck = await strike(child, "scheduler", { random, within: 500 });
      if (args[0] === "gc") keepOnly(has, keys);
      if (struck.hit) hit("killed command", args[0]!);
    },
    "torn file": async () => {
      tear();
      if (random.below(3) === 0) tear();
      if (random.below(2) === 0) await readOnly();
      if (random.below(4) === 0) await verify();
    },
    "torn shared file": async () => {
      uploaded.clear();
      const found = tearFile(lab.store, random, ["tmp"]);
      if (found !== undefined) hit("torn shared file", found.path);
      if (random.below(2) === 0) await wipe();
    },
    "full disk": async () => {
      if (!checkout.small) return;
      edit();
      const left = random.below(3) === 0 ? 0 : random.below(1 << 16);
      const empty = checkout.fill(left);
      try {
        const ended = await command(...run);
        if (![0, 1, 4].includes(ended.code ?? -1)) {
          wrong(`a full disk ended with ${ended.code}: ${ended.text}`);
        }
        if (ended.code !== 0) hit("full disk", `${left} bytes`);
      } finally {
        empty();
      }
    },
    "clock jump": async () => {
      edit();
      operate();
      const jump = clockJump(random);
      hit("clock jump", JSON.stringify(jump));
      const child = checkout.start(run, jump);
      const ended = look(checkout.ended(await child.output()), "a jump");
      if (ended.code === 0) took(ended);
      else if (torn.size === 0) wrong(`a jump: ${ended.code} ${ended.text}`);
    },
    "two runs": async () => {
      edit();
      operate();
      const one = checkout.start(run);
      const both = random.below(3) === 0;
      const other = checkout.start(run, both ? clockJump(random) : undefined);
      operate();
      const [a, b] = await Promise.all([
        strike(one, pick(VICTIMS), {
          random,
          within: random.below(2) === 0 ? length : 1e9,
        }),
        other.output(),
      ]);
      const ends = [checkout.ended(a.ended), checkout.ended(b)];
      ends.forEach((ended) => look(ended, "one of two runs"));
      const twice = ends[0]!.executed.find((key) =>
        ends[1]!.executed.includes(key)
      );
      if (twice !== undefined) wrong(`both of two runs executed ${twice}`);
      hit("two runs", a.hit ? "one killed" : "");
    },
    server: async () => {
      edit();
      server.flaw = pick(FLAWS);
      const before = server.wrong();
      if (random.below(2) === 0) await wipe();
      await settle();
      if (server.wrong() > before) hit("server", server.flaw);
      server.flaw = undefined;
    },
  };
  const wipe = async () => {
    for (const { name } of Deno.readDirSync(cache)) {
      await Deno.remove(`${cache}/${name}`, { recursive: true });
    }
    has.clear();
    note("wiped");
  };

  checkout.write(project);
  await settle();
  while (!lab.over()) {
    const chance = random.uniform();
    if (chance < 0.5) {
      await faults[pick(FAULTS)]();
      await settle();
    } else if (chance < 0.7) {
      edit();
      await settle();
    } else if (chance < 0.9) {
      await readOnly();
    } else if (chance < 0.94) {
      await collect();
    } else if (chance < 0.97) {
      await verify();
    } else {
      await wipe();
      await settle();
    }
  }
}

function keepOnly(has: Set<string>, keys: readonly string[]): void {
  for (const key of has) if (!keys.includes(key)) has.delete(key);
}

/** Key of each action, with the names of the files that hold its results. */
function usersOf(cache: string): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const { name } of Deno.readDirSync(`${cache}/ac`)) {
    const key = name.slice(0, 64);
    const text = Deno.readTextFileSync(`${cache}/ac/${name}`);
    const digests = text.match(/[0-9a-f]{64}/g) ?? [];
    users.set(key, [key, ...digests]);
  }
  assert(users.size > 0);
  return users;
}
