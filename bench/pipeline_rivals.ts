// Writes the DAGs of `bench/pipeline.ts` for DVC and Snakemake, and times them where they are found.
import { parseArgs } from "@std/cli/parse-args";
import { machineLine, noteMachine } from "./machine.ts";
import { type Rival, writeRivalProject } from "./rival_projects.ts";
import { timeCommand } from "./time_command.ts";

const HELP =
  `Times DVC and Snakemake on the DAGs of bench:pipeline (explicit form), with nothing to do.

  --sizes LIST   stages of the DAGs, multiples of 4 (default 100,1000)
  --repeats N    runs of each command (default 1)
  --write DIR    only write the projects to DIR
  --json         print JSON

The programs are looked for on the PATH.`;

/** Commands that find nothing to do, by tool. */
const COMMANDS: Readonly<Record<Rival, readonly (readonly string[])[]>> = {
  dvc: [["dvc", "status"], ["dvc", "repro"]],
  snakemake: [["snakemake", "-n", "--quiet", "all"]],
};

/** Prepares a project so that its present outputs count as up to date. */
const PREPARE: Readonly<Record<Rival, readonly (readonly string[])[]>> = {
  dvc: [["dvc", "init", "--no-scm", "--quiet"], [
    "dvc",
    "commit",
    "--force",
    "--quiet",
  ]],
  snakemake: [["snakemake", "--touch", "--cores", "1", "--quiet", "all"]],
};

/** Ends the program because of a wrong option. */
function refuse(message: string): never {
  console.error(message);
  Deno.exit(2);
}

function count(name: string, value: string): number {
  return /^[1-9]\d*$/.test(value) ? Number(value) : refuse(
    `Expected a positive number but found ${value} in --${name}`,
  );
}

async function versionOf(rival: Rival, folder: string) {
  try {
    const { out } = await timeCommand([rival, "--version"], { cwd: folder });
    return out.trim();
  } catch {
    return undefined;
  }
}

const args = parseArgs(Deno.args, {
  string: ["sizes", "repeats", "write"],
  boolean: ["json", "help"],
  default: { sizes: "100,1000", repeats: "1" },
  unknown: (arg) => refuse(`Expected an option of --help but found ${arg}`),
});
if (args.help) {
  console.log(HELP);
  Deno.exit(0);
}
const sizes = args.sizes.split(",").map((size) => count("sizes", size));
const repeats = count("repeats", args.repeats);
const rivals: readonly Rival[] = ["dvc", "snakemake"];
const machine = noteMachine();
const rows: {
  readonly command: string;
  readonly version: string;
  readonly stages: number;
  readonly wall: number;
  readonly cpu: number;
}[] = [];
const root = args.write ??
  Deno.makeTempDirSync({ prefix: "bench_rivals_" });
try {
  for (const stages of sizes) {
    for (const rival of rivals) {
      const folder = `${root}/${rival}${stages}`;
      writeRivalProject(folder, { rival, stages });
      if (args.write !== undefined) continue;
      const version = await versionOf(rival, folder);
      if (version === undefined) {
        console.error(`${rival} was not found`);
        continue;
      }
      console.error(`${rival} ${version}, ${stages} stages`);
      const env = { DVC_NO_ANALYTICS: "1" };
      for (const line of PREPARE[rival]) {
        await timeCommand(line, { cwd: folder, env });
      }
      for (const line of COMMANDS[rival]) {
        const times = [];
        for (let k = 0; k < repeats; k++) {
          times.push(await timeCommand(line, { cwd: folder, env }));
        }
        rows.push({
          command: line.join(" "),
          version,
          stages,
          wall: Math.min(...times.map((time) => time.wall)),
          cpu: Math.min(...times.map((time) => time.cpu)),
        });
      }
    }
  }
} finally {
  if (args.write === undefined) Deno.removeSync(root, { recursive: true });
}
if (args.json) console.log(JSON.stringify({ machine, repeats, rows }, null, 2));
else {
  console.log(`${machineLine(machine)}\nbest of ${repeats} runs`);
  for (const { command, version, stages, wall, cpu } of rows) {
    console.log(
      `${command} (${version}), ${stages} stages: wall ${
        wall.toFixed(2)
      } s, user + system ${cpu.toFixed(2)} s`,
    );
  }
}
