// Times steps of searches and trainings of recurrent cells beside PyTorch; SDARTS_PYTHON names a Python that has it (default python3).
import { parseArgs } from "@std/cli/parse-args";
import { fileURLToPath } from "node:url";
import { machineLine, noteMachine } from "./machine.ts";
import {
  RECURRENT_SIZES,
  RECURRENT_STEPS,
  type RecurrentStep,
  type RecurrentWorkload,
} from "./recurrent_workload.ts";
import { stageVariables } from "./stage_variables.ts";
import { compareSides, tableOf } from "./summary.ts";
import { STAGE_THREADS } from "./workload.ts";

/** Output of a worker, one line of JSON. */
interface RecurrentTimes {
  readonly engine: string;
  readonly seconds: Readonly<Record<RecurrentStep, number[]>>;
  readonly first: Readonly<Record<RecurrentStep, number>>;
  readonly parameters: number;
  readonly peak: number;
}

const args = parseArgs(Deno.args, {
  string: ["repeats", "rounds"],
  default: { repeats: "4", rounds: "2" },
});
const note = noteMachine();
const workload: RecurrentWorkload = {
  ...RECURRENT_SIZES,
  steps: RECURRENT_STEPS,
  repeats: Number(args.repeats),
};
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const python = Deno.env.get("SDARTS_PYTHON") ?? "python3";

async function timed(
  command: string,
  given: string[],
  env: Record<string, string> = {},
): Promise<RecurrentTimes> {
  const { success, stdout } = await new Deno.Command(command, {
    args: given,
    env: { TF_CPP_MIN_LOG_LEVEL: "2", ...env },
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Expected ${command} to succeed`);
  return JSON.parse(
    new TextDecoder().decode(stdout).trim().split("\n").at(-1)!,
  );
}

const variables = await stageVariables("cpu");
const rounds: { own: RecurrentTimes; other: RecurrentTimes }[] = [];
const text = JSON.stringify(workload);
for (let round = 0; round < Number(args.rounds); round++) {
  rounds.push({
    own: await timed(Deno.execPath(), [
      "run",
      "-A",
      "--config",
      path("../deno.json"),
      path("./recurrent_worker.ts"),
      text,
      ...STAGE_THREADS.split("x"),
    ], variables),
    other: await timed(python, [path("./recurrent_yardstick.py"), text]),
  });
}
const [{ own, other }] = rounds as [typeof rounds[number]];
if (own.parameters !== other.parameters) {
  throw new Error(
    `Expected ${own.parameters} weights but found ${other.parameters} in the yardstick`,
  );
}
const steps = RECURRENT_STEPS.map((step) => ({
  step,
  ...compareSides(
    rounds.flatMap(({ own }) => own.seconds[step]),
    rounds.flatMap(({ other }) => other.seconds[step]),
  ),
}));
const firsts = RECURRENT_STEPS.map((step) =>
  `${step} ${own.first[step].toFixed(1)} s`
);
const { words, units, batch, length } = workload;
console.log(
  `${
    machineLine(note)
  }; ${other.engine}; ${words} words, ${units} units, batch ${batch}, length ${length}, ${own.parameters} weights
median (minimum) of ${rounds.length} x ${workload.repeats} runs

${tableOf(steps)}

first run: ${firsts.join(", ")}; peak memory: sdarts ${
    own.peak.toFixed(0)
  } MiB, PyTorch ${other.peak.toFixed(0)} MiB`,
);
