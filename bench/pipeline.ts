// Times the DAG engine on toy DAGs: `deno task bench:pipeline --help` tells the options.
import { parseArgs } from "@std/cli/parse-args";
import { createHash } from "node:crypto";
import process from "node:process";
import { fillCache } from "../test/support/pipeline/fill_cache.ts";
import {
  type DagForm,
  type DagShape,
  writeScaleProject,
} from "../test/support/pipeline/scale_project.ts";
import { sha256File } from "../pipeline/base/digest.ts";
import { hashFiles } from "../pipeline/base/hash_files.ts";
import { findProject } from "../pipeline/execution/plan/project.ts";
import { machineLine, noteMachine } from "./machine.ts";
import { figuresOf } from "./summary.ts";
import { timeCommand } from "./time_command.ts";
import { COMMAND_LINE, ROOT } from "../test/support/root.ts";

const HELP =
  `Times the DAG engine on toy DAGs: wall time with the start of the process, and user and
system time, which other programs on the machine disturb less.

  --sizes LIST     stages of the DAGs, multiples of 4 (default 1000,10000)
  --repeats N      runs of each command (default 5)
  --executed N     stages that are executed to measure what one costs, a multiple of 4; 0 leaves it out (default 24)
  --mib N          size of the file that is hashed; 0 leaves it out (default 512)
  --json           print JSON`;

const FORMS: readonly DagForm[] = ["matrix", "explicit"];
const COMMANDS = ["run", "plan", "status"] as const;

/** One measured thing. */
interface Row {
  readonly what: string;
  readonly unit: string;
  readonly wall: Spread;
  readonly cpu: Spread | null;
}

/** The least disturbed run, and the middle one. */
interface Spread {
  readonly best: number;
  readonly median: number;
}

function spreadOf(seconds: readonly number[]): Spread {
  const { min, median } = figuresOf(seconds);
  return { best: min, median };
}

/** Ends the program because of a wrong option. */
function refuse(message: string): never {
  console.error(message);
  Deno.exit(2);
}

function count(name: string, value: string, least: number): number {
  const number = Number(value);
  return /^\d+$/.test(value) && number >= least ? number : refuse(
    `Expected a whole number of at least ${least} but found ${value} in --${name}`,
  );
}

function project(folder: string) {
  return findProject({ program: ROOT, project: folder });
}

function command(name: string, folder: string, ...flags: string[]): string[] {
  return [Deno.execPath(), ...COMMAND_LINE, name]
    .concat(`${folder}/dag.yaml`, "--project", folder, ...flags);
}

async function repeat(
  line: readonly string[],
  options: {
    readonly what: string;
    readonly folder: string;
    readonly expected: string;
  },
): Promise<Row> {
  const times = [];
  for (let k = 0; k < repeats; k++) {
    const time = await timeCommand(line, { cwd: options.folder });
    if (!time.out.includes(options.expected)) {
      throw new Error(
        `Expected "${options.expected}" but found ${time.out.slice(-200)}`,
      );
    }
    times.push(time);
  }
  return {
    what: options.what,
    unit: "s",
    wall: spreadOf(times.map((time) => time.wall)),
    cpu: spreadOf(times.map((time) => time.cpu)),
  };
}

async function timeNothingToDo(
  shape: DagShape,
  folder: string,
): Promise<Row[]> {
  writeScaleProject(folder, shape);
  note(`filling the cache of ${shape.stages} stages (${shape.form})`);
  await fillCache(`${folder}/dag.yaml`, project(folder));
  const label = `${shape.stages} stages, ${shape.form}`;
  const rows: Row[] = [];
  for (const name of COMMANDS) {
    rows.push(
      await repeat(command(name, folder), {
        what: `${name}, nothing to do, ${label}`,
        folder,
        expected: name === "status"
          ? `done ${shape.stages}`
          : `cached ${shape.stages}`,
      }),
    );
  }
  return rows;
}

/** Cost of an executed stage beyond a run without work, one at a time, its own process included. */
async function timeExecuted(stages: number, folder: string): Promise<Row> {
  writeScaleProject(folder, { form: "matrix", stages });
  const line = command("run", folder, "--jobs", "1");
  await timeCommand(line, { cwd: folder });
  const idle = await repeat(line, {
    what: "idle",
    folder,
    expected: `cached ${stages}`,
  });
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let k = 0; k < repeats; k++) {
    Deno.removeSync(`${folder}/.sdarts/ac`, { recursive: true });
    Deno.removeSync(`${folder}/.sdarts/cas`, { recursive: true });
    const time = await timeCommand(line, { cwd: folder });
    if (!time.out.includes(`ran ${stages},`)) {
      throw new Error(`Expected ${stages} stages to run but found ${time.out}`);
    }
    wall.push(1000 * (time.wall - idle.wall.best) / stages);
    cpu.push(1000 * (time.cpu - (idle.cpu?.best ?? 0)) / stages);
  }
  return {
    what: "one executed stage, sandboxed",
    unit: "ms",
    wall: spreadOf(wall),
    cpu: spreadOf(cpu),
  };
}

/** Hashing of files, and of memory for comparison: the last is what SHA-256 itself takes here. */
async function timeHashing(mib: number, folder: string): Promise<Row[]> {
  const piece = crypto.getRandomValues(new Uint8Array(1 << 16));
  const threads = navigator.hardwareConcurrency;
  const files = Array.from({ length: threads }, (_, index) => {
    const path = `${folder}/big${index}`;
    using file = Deno.openSync(path, { write: true, create: true });
    for (let k = 0; k < mib * 16; k++) file.writeSync(piece);
    return { path, size: mib * 2 ** 20 };
  });
  const block = new Uint8Array(1 << 18);
  const rate = async (
    what: string,
    times: number,
    work: () => unknown,
  ): Promise<Row> => {
    const wall: number[] = [];
    const cpu: number[] = [];
    for (let k = 0; k < repeats; k++) {
      const used = process.cpuUsage();
      const began = performance.now();
      await work();
      const gigabytes = times * mib * 2 ** 20 / 1e9;
      wall.push(1000 * gigabytes / (performance.now() - began));
      const { user, system } = process.cpuUsage(used);
      cpu.push(1e6 * gigabytes / (user + system));
    }
    const spread = (rates: number[]) => ({
      best: Math.max(...rates),
      median: figuresOf(rates).median,
    });
    return { what, unit: "GB/s", wall: spread(wall), cpu: spread(cpu) };
  };
  const [first = { path: "", size: 0 }] = files;
  const rows = [
    await rate("hashing a file", 1, () => sha256File(first.path)),
    await rate(
      `hashing ${threads} files on ${threads} cores`,
      threads,
      () => hashFiles(files, { threads }),
    ),
    await rate("SHA-256 of memory", 1, () => {
      const hash = createHash("sha256");
      for (let k = 0; k < mib * 4; k++) hash.update(block);
      hash.digest();
    }),
  ];
  for (const { path } of files) Deno.removeSync(path);
  return rows;
}

function tableOf(rows: readonly Row[]): string {
  const digits = (unit: string) => unit === "ms" ? 1 : unit === "s" ? 3 : 2;
  const text = ({ unit }: Row, figures: Spread | null) =>
    figures === null
      ? "-"
      : `${figures.best.toFixed(digits(unit))} (${
        figures.median.toFixed(digits(unit))
      })`;
  const cells = [
    ["", "", "wall", "user + system"],
    ...rows.map((
      row,
    ) => [row.what, row.unit, text(row, row.wall), text(row, row.cpu)]),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((row) => row[column]!.length))
  );
  return cells.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)
    ).join("  ")
  ).join("\n");
}

const args = parseArgs(Deno.args, {
  string: ["sizes", "repeats", "executed", "mib"],
  boolean: ["json", "help"],
  default: {
    sizes: "1000,10000",
    repeats: "5",
    executed: "24",
    mib: "512",
  },
  unknown: (arg) => refuse(`Expected an option of --help but found ${arg}`),
});
if (args.help) {
  console.log(HELP);
  Deno.exit(0);
}
const sizes = args.sizes.split(",").map((size) => count("sizes", size, 4));
const repeats = count("repeats", args.repeats, 1);
const executed = count("executed", args.executed, 0);
const mib = count("mib", args.mib, 0);
const note = (line: string) => {
  if (!args.json) console.error(line);
};

const machine = noteMachine();
const rows: Row[] = [];
const folder = Deno.makeTempDirSync({ prefix: "bench_pipeline_" });
try {
  if (mib > 0) rows.push(...await timeHashing(mib, folder));
  if (executed > 0) {
    note(`executing ${executed} stages, ${repeats + 1} times`);
    rows.push(await timeExecuted(executed, `${folder}/executed`));
  }
  for (const stages of sizes) {
    for (const form of FORMS) {
      rows.push(
        ...await timeNothingToDo(
          { form, stages },
          `${folder}/${form}${stages}`,
        ),
      );
    }
  }
} finally {
  Deno.removeSync(folder, { recursive: true });
}
if (args.json) console.log(JSON.stringify({ machine, repeats, rows }, null, 2));
else {
  console.log(
    `${machineLine(machine)}\nbest (median) of ${repeats} runs\n\n${
      tableOf(rows)
    }`,
  );
}
