// Times search steps side by side with PyTorch: `deno task bench --help` tells the options.
import { parseArgs } from "@std/cli/parse-args";
import { fileURLToPath } from "node:url";
import { stageVariables } from "./stage_variables.ts";
import { figuresOf, summarise, tableOf } from "./summary.ts";
import {
  drawnColumns,
  type Measurement,
  type SizeName,
  SIZES,
  type SpaceName,
  SPACES,
  STAGE_THREADS,
  type StepName,
  STEPS,
  type Workload,
} from "./workload.ts";

/** Steps that the inductor cannot compile, as a second derivative, or only again and again, as a path that changes. */
const UNCOMPILED: readonly StepName[] = ["hvp", "gdas"];

const HELP = `Times search steps, alternating with PyTorch where it is found.

  --size NAME      ${Object.keys(SIZES).join(", ")} (default small)
  --space NAME     ${Object.keys(SPACES).join(", ")} (default darts)
  --steps LIST     of ${STEPS.join(",")} (default all)
  --repeats N      runs of each step in a round, a third for adv (default 6)
  --rounds N       rounds, each in processes of its own (default 2)
  --threads LIST   thread settings INTRAxINTER to choose the fastest of (default ${STAGE_THREADS}, as a stage of two cpus runs)
  --device NAME    cpu or gpu (default cpu)
  --numerics NAME  on a GPU: deterministic or fast (default deterministic)
  --layout         on a GPU: TensorFlow chooses the layout of images
  --alpha-only     PyTorch leaves out gradients that the common code computes and throws away
  --compiled       PyTorch's inductor compiles the network, which takes minutes; not for ${
  UNCOMPILED.join(" and ")
}
  --json           print JSON

PyTorch is looked for in the Python that SDARTS_PYTHON names, then in python3.`;

/** Ends the program because of a wrong option. */
function refuse(message: string): never {
  console.error(message);
  Deno.exit(2);
}

function choice<T extends string>(
  name: string,
  value: string,
  allowed: readonly T[],
): T {
  return allowed.find((a) => a === value) ??
    refuse(
      `Expected one of ${allowed.join(", ")} but found ${value} in --${name}`,
    );
}

function count(name: string, value: string): number {
  return /^[1-9]\d*$/.test(value)
    ? Number(value)
    : refuse(`Expected a positive number but found ${value} in --${name}`);
}

async function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Measurement> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args,
    env: { TF_CPP_MIN_LOG_LEVEL: "2", ...env },
  }).output();
  const text = new TextDecoder();
  if (!success) {
    throw new Error(
      `Expected ${command} to succeed but found: ${
        text.decode(stderr).trim().split("\n").at(-1)
      }`,
    );
  }
  return JSON.parse(text.decode(stdout).trim().split("\n").at(-1)!);
}

/** A Python that imports torch, or undefined. */
async function findTorch(): Promise<string | undefined> {
  const named = Deno.env.get("SDARTS_PYTHON");
  for (const python of named === undefined ? ["python3"] : [named]) {
    try {
      const { success } = await new Deno.Command(python, {
        args: ["-c", "import torch"],
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return python;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

async function timeEngine(
  workload: Workload,
  threads: string,
): Promise<Measurement> {
  const config = path("../deno.json");
  const args = ["run", "-A", "--config", config, path("./engine_worker.ts")];
  return await run(Deno.execPath(), [
    ...args,
    JSON.stringify(workload),
    ...threads.split("x"),
  ], await stageVariables(workload.device));
}

const args = parseArgs(Deno.args, {
  string: [
    "size",
    "space",
    "steps",
    "repeats",
    "rounds",
    "threads",
    "device",
    "numerics",
  ],
  boolean: ["layout", "alpha-only", "compiled", "json", "help"],
  default: {
    size: "small",
    space: "darts",
    repeats: "6",
    rounds: "2",
    threads: STAGE_THREADS,
    device: "cpu",
    numerics: "deterministic",
  },
  unknown: (arg) => refuse(`Expected an option of --help but found ${arg}`),
});
if (args.help) {
  console.log(HELP);
  Deno.exit(0);
}
const able = STEPS.filter((step) =>
  !args.compiled || !UNCOMPILED.includes(step)
);
const network = {
  size: choice("size", args.size, Object.keys(SIZES) as SizeName[]),
  space: choice("space", args.space, Object.keys(SPACES) as SpaceName[]),
  repeats: count("repeats", args.repeats),
};
const workload: Workload = {
  ...network,
  steps: args.steps?.split(",").map((s) => choice("steps", s, able)) ?? able,
  device: choice("device", args.device, ["cpu", "gpu"]),
  numerics: choice("numerics", args.numerics, ["deterministic", "fast"]),
  layoutOptimiser: args.layout,
  drawn: drawnColumns(network),
};
const rounds = count("rounds", args.rounds);
const settings = args.threads.split(",");
for (const setting of settings) {
  if (!/^[1-9]\d*x[1-9]\d*$/.test(setting)) {
    refuse(`Expected INTRAxINTER but found ${setting} in --threads`);
  }
}
const note = (line: string) => {
  if (!args.json) console.error(line);
};

let threads = settings[0]!;
if (settings.length > 1) {
  const quick = {
    ...workload,
    steps: ["weight", "alpha"],
    repeats: 3,
  } as const;
  let best = Infinity;
  for (const setting of settings) {
    const { seconds } = await timeEngine(quick, setting);
    const sum = figuresOf(seconds.weight!).median +
      figuresOf(seconds.alpha!).median;
    note(`threads ${setting}: weight + alpha ${(1000 * sum).toFixed(0)} ms`);
    if (sum < best) [best, threads] = [sum, setting];
  }
}
const python = await findTorch();
if (python === undefined) {
  note("PyTorch was not found: timing this engine alone");
}
const engine: Measurement[] = [];
const yardstick: Measurement[] = [];
for (let round = 1; round <= rounds; round++) {
  note(`round ${round} of ${rounds}`);
  engine.push(await timeEngine(workload, threads));
  if (python !== undefined) {
    const script = [path("./torch_yardstick.py"), JSON.stringify(workload)];
    const mode = (["alpha-only", "compiled"] as const)
      .filter((name) => args[name]);
    yardstick.push(await run(python, [...script, ...mode]));
  }
}
const seconds = (first: Measurement["first"]) =>
  Object.entries(first).map(([step, s]) => `${step} ${s.toFixed(1)} s`)
    .join(", ");
const peak = (side: Measurement[]) =>
  side.length > 0 ? Math.max(...side.map((m) => m.peak)) : null;
const steps = summarise(engine, yardstick);
const { drawn: _, ...plain } = workload;
const report = {
  ...plain,
  rounds,
  threads,
  alphaOnly: args["alpha-only"],
  engine: engine[0]!.engine,
  yardstick: yardstick[0]?.engine ?? null,
  parameters: engine[0]!.parameters,
  first: engine[0]!.first,
  yardstickFirst: yardstick[0]?.first ?? {},
  peak: { engine: peak(engine), yardstick: peak(yardstick) },
  steps,
};
if (yardstick.some((m) => m.parameters !== report.parameters)) {
  throw new Error(
    `Expected ${report.parameters} weights but found ${
      yardstick[0]!.parameters
    } in the yardstick`,
  );
}
if (args.json) console.log(JSON.stringify(report, null, 2));
else {
  const memory = Object.entries(report.peak)
    .filter(([, mib]) => mib !== null)
    .map(([side, mib]) => `${side} ${mib!.toFixed(0)} MiB`).join(", ");
  console.log(
    `${report.engine}, ${
      report.yardstick ?? "no PyTorch"
    }; ${workload.size} ${workload.space}, ${report.parameters} weights, threads ${threads}
median (minimum) of ${rounds} x ${workload.repeats} runs

${tableOf(steps)}

peak memory: ${memory}
first runs: engine ${seconds(report.first)}${
      yardstick.length > 0
        ? `, yardstick ${seconds(report.yardstickFirst)}`
        : ""
    }`,
  );
}
