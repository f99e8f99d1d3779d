// A user of the endurance test: random edits and commands, and what each must answer.
import fc from "fast-check";
import type { RandomStream } from "../../../engine/philox.ts";
import type { Fault, Lab } from "./endurance.ts";
import type { Ended, EnduringCheckout, Project } from "./enduring_checkout.ts";
import type { FlakyServer } from "../pipeline/flaky_server.ts";
import { dags, edits } from "./random_dag.ts";

/** Command line of a run. */
export const RUN = ["run", "a.yaml", "--json"];

/** One user with one checkout: what may be done, and what must hold afterwards. */
export interface EnduringUser {
  /** The checkout. */
  readonly checkout: EnduringCheckout;
  /** Server of the shared cache. */
  readonly server: FlakyServer;
  /** Chooses. */
  readonly random: RandomStream;
  /** Files that faults touched since the last whole check: commands may complain of them. */
  readonly torn: Set<string>;
  /** Milliseconds that a run took lately. */
  length(): number;
  /** One of several. */
  pick<T>(choices: readonly T[]): T;
  /** Counts an operation that is started in another way than by {@linkcode EnduringUser.command}. */
  operate(): void;
  /** Counts a fault that took effect. */
  hit(fault: Fault, text: string): void;
  /** Remembers what was done. */
  note(text: string): void;
  /** Draws the numbers of a pipeline. */
  drawDag(): Project["dag"];
  /** Says what is wrong, with what went before. */
  wrong(text: string): void;
  /** Looks at what any command said. */
  look(ended: Ended, what: string): Ended;
  /** Runs a command to its end. */
  command(...args: string[]): Promise<Ended>;
  /** Changes the project. */
  edit(): void;
  /** Lets the project leave a new mess behind; gives its number. */
  litter(): number;
  /** The project as it is. */
  project(): Project;
  /** Runs until all is well, which it must be at once unless files were torn. */
  settle(): Promise<void>;
  /** A command that changes nothing. */
  readOnly(): Promise<void>;
  /** Compares the cache with its hashes. */
  verify(): Promise<void>;
  /** Collects garbage: what the last run used must stay. */
  collect(): Promise<void>;
  /** Removes the cache. */
  wipe(): Promise<void>;
}

/** A user's project, how long its runs take, and what was done last. */
interface Diary {
  project: Project;
  length: number;
  note(text: string): void;
  wrong(text: string): void;
  lose(key: string, text: string): void;
}

/** Makes a user. */
export function enduringUser(
  checkout: EnduringCheckout,
  { lab, server, random, index }: {
    readonly lab: Lab;
    readonly server: FlakyServer;
    readonly random: RandomStream;
    readonly index: number;
  },
): EnduringUser {
  const { count } = lab;
  const draw = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.sample(arbitrary, { seed: random.uint32() | 0, numRuns: 1 })[0]!;
  const diary = openDiary({ dag: draw(dags), steps: 5, mess: 0 }, lab, index);
  checkout.write(diary.project);
  const user: EnduringUser = {
    checkout,
    server,
    random,
    torn: new Set(),
    length: () => diary.length,
    pick: (choices) => choices[random.below(choices.length)]!,
    operate: () => {
      count.operations++;
      lab.report(count);
    },
    hit: (fault, text) => {
      count.faults[fault]++;
      diary.note(`${fault} ${text}`);
    },
    note: diary.note,
    drawDag: () => draw(dags),
    wrong: diary.wrong,
    look: (ended, what) => look(checkout, ended, { what, count, diary }),
    command: async (...args) => {
      user.operate();
      diary.note(args.join(" "));
      const output = await checkout.start(args).output();
      return user.look(checkout.ended(output), args[0]!);
    },
    edit: () => {
      const { dag, steps, mess } = diary.project;
      const changes = draw(fc.array(edits, { minLength: 0, maxLength: 2 }));
      diary.project = {
        dag: changes.reduce((dag, change) => change(dag), dag),
        steps: random.below(3) === 0 ? 1 + random.below(40) : steps,
        mess,
      };
      checkout.write(diary.project);
    },
    litter: () => {
      const mess = diary.project.mess + 1;
      diary.project = { ...diary.project, mess };
      checkout.write(diary.project);
      return mess;
    },
    project: () => diary.project,
    settle: () => settle(user, lab, diary),
    readOnly: () => readOnly(user),
    verify: () => verify(user),
    collect: async () => {
      const { keys } = await user.command(...RUN);
      const { code, text } = await user.command("gc", "--yes");
      if (code !== 0) diary.wrong(`gc ended with ${code}: ${text}`);
      checkout.keepOnly(keys);
    },
    wipe: async () => {
      for (const { name } of Deno.readDirSync(checkout.cache)) {
        await Deno.remove(`${checkout.cache}/${name}`, { recursive: true });
      }
      checkout.has.clear();
      checkout.foreign.clear();
      diary.note("wiped");
    },
  };
  return user;
}

/** Nothing may break, and no stage run whose result is there. */
function look(
  { has }: EnduringCheckout,
  ended: Ended,
  { what, count, diary }: {
    readonly what: string;
    readonly count: Lab["count"];
    readonly diary: Diary;
  },
): Ended {
  if (/Uncaught|panicked|^\s+at .*:\d+:\d+/m.test(ended.text)) {
    diary.wrong(`${what} broke: ${ended.text}`);
  }
  count.executed += ended.executed.length;
  for (const key of ended.executed) {
    if (has.has(key)) {
      diary.lose(key, `${what} executed ${key} again: ${ended.text}`);
    }
  }
  return ended;
}

function openDiary(project: Project, lab: Lab, index: number): Diary {
  const { count } = lab;
  const history: string[] = [];
  const diary: Diary = {
    project,
    length: 3000,
    note: (text) => {
      history.push(text);
      if (history.length > 12) history.shift();
    },
    wrong: (text) => {
      count.wrong.push(
        `seed ${lab.seed}, checkout ${index}, operation ${count.operations}: ${text}\nbefore: ${
          history.join("; ")
        }\nproject: ${JSON.stringify(diary.project)}`,
      );
    },
    lose: (key, text) => {
      count.losses.push(key);
      diary.wrong(text);
    },
  };
  return diary;
}

async function settle(
  user: EnduringUser,
  { count, uploaded }: Lab,
  diary: Diary,
): Promise<void> {
  const { checkout, server, torn } = user;
  for (let again = 0;; again++) {
    const known = new Set(server.flaw === undefined ? uploaded : []);
    const began = performance.now();
    const ended = await user.command(...RUN);
    diary.length = 0.8 * diary.length + 0.2 * (performance.now() - began);
    if (ended.code === 4 && torn.size > 0 && again < 4) continue;
    if (ended.code !== 0) {
      return diary.wrong(`code ${ended.code}: ${ended.text}`);
    }
    checkout.take(ended.keys, torn);
    const shared = ended.warnings.filter((text) => text.includes("shared"));
    // A busy machine may be late, and a torn file of the server shows at any later time.
    const expected = server.flaw !== undefined ||
      count.faults["torn shared file"] > 0 ||
      shared.every((text) => /no answer in|in time/.test(text));
    if (shared.length > 1 || !expected) diary.wrong(shared.join("; "));
    // After its first warning a run continues without the shared cache.
    if (server.flaw === undefined && shared.length === 0) {
      for (const key of ended.executed) {
        if (known.has(key)) {
          diary.lose(key, `shared ${key} was executed again: ${ended.text}`);
        }
        uploaded.add(key);
      }
    }
    const found = checkout.wrong(diary.project);
    if (found !== undefined) diary.wrong(found);
    return;
  }
}

async function readOnly(user: EnduringUser): Promise<void> {
  const [name = "", ...rest] = user.pick([
    ["plan", "a.yaml"],
    ["status", "a.yaml"],
    ["log"],
    ["du"],
    ["graph", "a.yaml"],
    ["explain", "shell", "a.yaml"],
    ["diff", "last~1", "last"],
    ["lock", "a.yaml"],
  ]);
  const { code, text } = await user.command(name, ...rest);
  const fits = code === 0 ||
    user.torn.size > 0 && (code === 4 || code === 1) ||
    name === "diff" && code === 2;
  if (!fits) user.wrong(`${name} ended with ${code}: ${text}`);
}

async function verify(user: EnduringUser): Promise<void> {
  const { code, text } = await user.command("verify", "--json");
  if (code === 0) return user.torn.clear();
  const { damages } = JSON.parse(text) as {
    damages: { blob: string | null; action: string }[];
  };
  for (const { blob, action } of damages) {
    const known = [...user.torn].some((path) =>
      path.includes(blob ?? "?") || path.includes(action)
    );
    if (code !== 4 || !known) user.wrong(`verify found ${text}`);
  }
}
