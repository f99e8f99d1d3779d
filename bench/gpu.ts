// Tests and times a machine with a GPU, in ten minutes, and writes one JSON file: `deno task bench:gpu --help`.
import { parseArgs } from "@std/cli/parse-args";
import { fileURLToPath } from "node:url";
import { gpuSteps } from "./gpu_steps.ts";
import { noteMachine } from "./machine.ts";
import { runSteps } from "./run_steps.ts";

const HELP =
  `Installs TensorFlow for this machine's GPU, runs the tests of what computes and the quickstart, times search steps beside
PyTorch on the same device with and without determinism, and with a layout of TensorFlow's choice, runs searches again to
compare their bytes, and writes all of it to one file. Each step has a limit in seconds; one that fails is recorded, and the others go on.

  --device NAME    gpu (default) or cpu, to try the script
  --size NAME      full (default), or small: a small quickstart and a small network, in minutes on two cores
  --output FILE    default bench-gpu.json
  --minutes N      ends after N minutes, of which each step has a share (default 10)

PyTorch is looked for in the Python that SDARTS_PYTHON names, then in python3.`;

const args = parseArgs(Deno.args, {
  string: ["device", "size", "output", "minutes"],
  boolean: ["help"],
  default: {
    device: "gpu",
    size: "full",
    output: "bench-gpu.json",
    minutes: "10",
  },
  unknown: (arg) => refuse(`Expected an option of --help but found ${arg}`),
});
if (args.help) {
  console.log(HELP);
  Deno.exit(0);
}
const { device, size } = args;
if (device !== "gpu" && device !== "cpu") {
  refuse(`Expected gpu or cpu but found ${device} in --device`);
}
if (size !== "full" && size !== "small") {
  refuse(`Expected full or small but found ${size} in --size`);
}
const minutes = Number(args.minutes);
if (!(minutes > 0)) {
  refuse(`Expected a positive number but found ${args.minutes} in --minutes`);
}

/** Ends the program because of a wrong option. */
function refuse(message: string): never {
  console.error(message);
  Deno.exit(2);
}

const began = performance.now();
const seconds = () => (performance.now() - began) / 1000;
const machine = noteMachine();
const project = await Deno.makeTempDir({ prefix: "bench-gpu-" });
const steps = gpuSteps({
  root: fileURLToPath(new URL("../", import.meta.url)),
  deno: Deno.execPath(),
  project,
  device,
  size,
});
const scaled = steps.map((step) => ({
  ...step,
  limit: step.limit * minutes / 10,
}));
try {
  const records = await runSteps(scaled, {
    left: () => 60 * minutes - seconds(),
    report: ({ name, ok, seconds, trouble }) =>
      console.error(
        `${ok ? "done  " : "FAILED"} ${name}, ${seconds.toFixed(0)} s${
          trouble === undefined ? "" : `\n${trouble}`
        }`,
      ),
  });
  const good = records.every(({ ok }) => ok);
  const report = {
    machine,
    device,
    size,
    ok: good,
    seconds: Math.round(seconds()),
    steps: records,
  };
  await Deno.writeTextFile(args.output, JSON.stringify(report, null, 2) + "\n");
  console.error(`wrote ${args.output}`);
  Deno.exitCode = good ? 0 : 1;
} finally {
  await Deno.remove(project, { recursive: true });
}
