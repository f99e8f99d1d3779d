// A checkout of the endurance test: toy stages, a small disk for the cache, a shared cache.
import { assertEquals } from "@std/assert";
import { basename } from "node:path";
import type { RandomStream } from "../../../engine/philox.ts";
import { type ToyProject, toyProject } from "../pipeline/toy_project.ts";
import { readTextIfThere } from "../../../pipeline/base/read_files.ts";
import { filesBelow } from "../stages/files_below.ts";
import { messText, messyProcesses } from "./messy_stage.ts";
import { type Neighbour, neighbour } from "./neighbour.ts";
import { model, type State, writeDag, writeStages } from "./random_dag.ts";
import { smallDisk } from "../pipeline/small_disk.ts";

const PRELOAD =
  new URL("../pipeline/jumping_clock.ts", import.meta.url).pathname;
const MEGABYTES = 16;
/** Milliseconds that a step of the slow stage takes. */
const STEP = 15;

/** The last actions of a user. */
export interface Project {
  /** The DAG of numbers. */
  readonly dag: State;
  /** Steps of a slow stage with checkpoints. */
  readonly steps: number;
  /** Number of the mess that a stage leaves behind. */
  readonly mess: number;
}

/** How one command ended. */
export interface Ended {
  /** Exit code; none after a signal. */
  readonly code: number | null;
  /** All that it said. */
  readonly text: string;
  /** Keys that it executed. */
  readonly executed: readonly string[];
  /** Keys of everything that was there at its end. */
  readonly keys: readonly string[];
  readonly warnings: readonly string[];
}

/** A checkout on a small disk, with a record of what its cache must hold. */
export interface EnduringCheckout extends AsyncDisposable {
  readonly folder: string;
  readonly cache: string;
  /** Keys that are in the cache and that nothing damaged. */
  readonly has: Set<string>;
  /** Text of files that another version, or nobody, wrote to the cache, by path below it. */
  readonly foreign: Map<string, string>;
  /** Another project on the same cache. */
  readonly neighbour: Neighbour;
  /** Expects these keys from now on, but for those whose files may be damaged: a hit does not read them. */
  take(keys: readonly string[], torn: ReadonlySet<string>): void;
  /** Forgets all keys but these. */
  keepOnly(keys: readonly string[]): void;
  /** Forgets the keys whose results are in a file. */
  giveUp(path: string): void;
  /** True when its cache lies on a disk of its own, which can be filled. */
  readonly small: boolean;
  /** Writes the files of a project. */
  write(project: Project): void;
  /** Starts a command whose clock may jump. */
  start(args: readonly string[], clock?: ClockJump): Deno.ChildProcess;
  /** Differences of the published files from the right ones; empty if there are none. */
  wrong(project: Project): string | undefined;
  /** Command lines of processes that a mess left behind. */
  messy(mess: number): string[];
  /** Reads what a command said. */
  ended(output: Deno.CommandOutput): Ended;
  /** Fills the disk but for a few bytes; the returned function empties it. */
  fill(left: number): () => void;
}

/** A jump of the wall clock. */
export interface ClockJump {
  /** Milliseconds after the start. */
  readonly at: number;
  /** Milliseconds forwards or backwards. */
  readonly by: number;
}

/** Makes a checkout that takes from a shared cache and gives to it. */
export async function enduringCheckout(
  shared: { url: string; publicKey: string; keyFile: string },
): Promise<EnduringCheckout> {
  const project = toyProject("");
  const { folder } = project;
  const cache = `${folder}/.sdarts`;
  Deno.mkdirSync(cache, { recursive: true });
  const disk = await smallDisk(cache, MEGABYTES);
  writeStages(project);
  project.write(
    "shared.yaml",
    `url: ${shared.url}\ntrust: [${shared.publicKey}]\ntimeout: 0.5\n`,
  );
  const mark = `left_${basename(folder)}`;
  const beside = neighbour(cache);
  const has = new Set<string>();
  const foreign = new Map<string, string>();
  /** Names of the files that hold the results of a key. */
  const users = new Map<string, readonly string[]>();
  const filesOf = (key: string) => {
    const text = Deno.readTextFileSync(`${cache}/ac/${key}.json`);
    return [key, ...text.match(/[0-9a-f]{64}/g) ?? []];
  };
  const giveUp = (path: string) => {
    for (const [key, names] of users) {
      if (names.some((name) => path.includes(name))) has.delete(key);
    }
  };
  return {
    folder,
    cache,
    has,
    foreign,
    neighbour: beside,
    messy: (mess) => messyProcesses(`${mark}_${mess}`),
    keepOnly: (keys) => {
      for (const key of has) if (!keys.includes(key)) has.delete(key);
    },
    take: (keys, torn) => {
      for (const key of keys) {
        has.add(key);
        users.set(key, filesOf(key));
      }
      for (const path of torn) giveUp(path);
    },
    giveUp,
    small: disk !== undefined,
    write: ({ dag, steps, mess }) =>
      writeDag(project, dag, stagesText(steps) + messText(mark, mess)),
    start: (args, clock) =>
      project.launch([...args], {
        env: {
          SDARTS_SHARED_KEY: shared.keyFile,
          ...(clock === undefined ? {} : {
            CLOCK_JUMPS_AT: String(clock.at),
            CLOCK_JUMPS_BY: String(clock.by),
          }),
        },
        ...(clock === undefined ? {} : { preload: PRELOAD }),
      }),
    wrong: (expected) =>
      wrongFile(project, expected) ?? changedFile(cache, foreign),
    ended: readEnded,
    fill: (left) => fillDisk(`${cache}/filler`, left),
    [Symbol.asyncDispose]: async () => {
      await beside[Symbol.asyncDispose]();
      await disk?.[Symbol.asyncDispose]();
      await project[Symbol.asyncDispose]();
    },
  };
}

/** A slow stage with checkpoints, and two programs that read what others made. */
function stagesText(steps: number): string {
  return `  slow: { use: count, with: { steps: ${steps}, milliseconds: ${STEP} } }
  shell:
    use: command
    run: [sh, -c, 'echo part > o; sleep 0.1; cat $1 >> o; echo done >> o', sh, "\${input.list}"]
    needs: { list: all.list }
    outputs: { o: o }
    publish: true
  copy:
    use: command
    run: [cp, "\${input.count}", "\${output.copy}"]
    needs: { count: slow.count }
    outputs: { copy: copy.txt }
    publish: true
`;
}

function wrongFile(
  project: ToyProject,
  { dag, steps }: Project,
): string | undefined {
  const { text } = model(dag, new Set());
  const expected = {
    "list.txt": text,
    "o": `part\n${text}done\n`,
    "copy.txt": `${"x".repeat(steps)}\n`,
    "d/f": "mess\n",
  };
  for (const [name, content] of Object.entries(expected)) {
    const path = `${project.folder}/results/edits/${name}`;
    const found = readTextIfThere(path) ?? "no such file";
    if (found !== content) return `${name}: ${found}, not ${content}`;
  }
  const left = [
    ...["work", "tmp"].flatMap((name) =>
      filesBelow(`${project.folder}/.sdarts/${name}`)
    ),
    ...filesBelow(`${project.folder}/results`).filter((path) =>
      path.endsWith(".part")
    ),
  ];
  return left.length === 0 ? undefined : `left behind: ${left}`;
}

/** A foreign file that is not as it was written. */
function changedFile(
  cache: string,
  foreign: ReadonlyMap<string, string>,
): string | undefined {
  for (const [path, text] of foreign) {
    if (readTextIfThere(`${cache}/${path}`) !== text) return `changed: ${path}`;
  }
  return undefined;
}

/** Reads what a command said. */
export function readEnded(
  { code, signal, stdout, stderr }: Deno.CommandOutput,
): Ended {
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const executed: string[] = [];
  const keys: string[] = [];
  const warnings: string[] = [];
  for (const line of decode(stdout).split("\n")) {
    if (!line.startsWith('{"type":')) continue;
    const event = JSON.parse(line) as Record<string, string>;
    if (event.type === "done") executed.push(event.key!);
    if (event.type === "done" || event.type === "cached") keys.push(event.key!);
    if (event.type === "warning") warnings.push(event.message!);
  }
  return {
    code: signal === null ? code : null,
    text: decode(stdout) + decode(stderr),
    executed,
    keys,
    warnings,
  };
}

function fillDisk(path: string, left: number): () => void {
  const piece = new Uint8Array(1 << 16);
  {
    using file = Deno.openSync(path, { create: true, write: true });
    try {
      for (;;) file.writeSync(piece);
    } catch (error) {
      assertEquals(String(error).includes("os error 28"), true);
    }
    const { size } = file.statSync();
    file.truncateSync(Math.max(0, size - left));
  }
  return () => Deno.removeSync(path);
}

/** A jump of between a second and ten years, at any moment of a run. */
export function clockJump(random: RandomStream): ClockJump {
  const size = 1000 * Math.exp(random.uniform() * Math.log(3e8));
  return {
    at: random.uniform() * 1500,
    by: Math.round(random.below(2) === 0 ? size : -size),
  };
}
