import type { BenchStep } from "./run_steps.ts";
import type { Device } from "../engine/library/device_class.ts";
import type { Numerics } from "../engine/tensorflow/numerics.ts";

/** Where and how the steps run. */
export interface GpuBench {
  /** Folder of the project's source, ending with a slash. */
  readonly root: string;
  /** Path of Deno. */
  readonly deno: string;
  /** Empty folder for cache and results. */
  readonly project: string;
  /** Device to measure. */
  readonly device: Device;
  /** `small` fits two cores. */
  readonly size: "small" | "full";
}

/** Tests of `engine/` that compute; its others find and install libraries. */
const COMPUTING = [
  "compile",
  "gradients",
  "tensorflow",
  "optimisers_test.ts",
  "stateless_random_test.ts",
];

/** Steps of `gpu.ts`; their limits add up to ten minutes. */
export function gpuSteps(options: GpuBench): BenchStep[] {
  const { root, device } = options;
  const deno = [options.deno, "run", "-A", "--config", `${root}deno.json`];
  const pipeline = [
    ...deno,
    "--unstable-lazy-dynamic-imports",
    `${root}pipeline/main.ts`,
  ];
  const experiment = experimentOf(options);
  const steps: BenchStep[] = [
    {
      name: "gpu",
      command: device === "gpu"
        ? [
          "nvidia-smi",
          "--query-gpu=name,driver_version,memory.total,compute_cap",
          "--format=csv,noheader",
        ]
        : ["true"],
      limit: 10,
      read: (out) => out.trim().split("\n").filter((line) => line !== ""),
    },
    {
      name: "install",
      command: [...deno, `${root}engine/doctor.ts`, "--install", "--json"]
        // also where the machine shows no GPU, so that the record says why
        .concat(device === "gpu" ? ["--gpu"] : []),
      limit: 150,
      read: (out) => checkedDiagnosis(out, device),
    },
    {
      name: "engine-tests",
      command: [options.deno, "test", "-A", "--no-check"]
        .concat(["--config", `${root}deno.json`])
        // without those of installing, which the step before has done
        .concat(COMPUTING.map((path) => `${root}engine/${path}`)),
      limit: 60,
      read: (out) => out.trim().split("\n").at(-1),
    },
    {
      name: "quickstart",
      command: [...pipeline, "run", ...experiment, "--keep-going"],
      limit: 180,
    },
    ratioStep(options, deno, "deterministic"),
    ratioStep(options, deno, "fast"),
    layoutStep(options, deno),
    {
      name: "repro-check",
      command: [...pipeline, "repro-check", ...experiment]
        .concat(["--only", "search", "--json"]),
      limit: 70,
      read: JSON.parse,
    },
  ];
  // On a machine with a GPU, doctor, tests and stages would take it.
  const env: Record<string, string> = device === "cpu"
    ? { CUDA_VISIBLE_DEVICES: "" }
    : {};
  return steps.map((step) => ({ ...step, env: { ...step.env, ...env } }));
}

/** Settings with which the quickstart takes a minute on two cores; its numbers mean nothing then. */
const SMALL = [
  "matrix.method=[sdarts-rs]",
  "images.train=640",
  "images.test=400",
  "search.channels=4",
  "search.cells=3",
  "search.epochs=2",
  "retrain.channels=4",
  "retrain.epochs=1",
  "random-retrain.channels=4",
  "random-retrain.epochs=1",
  "hessian.batch=32",
  "hessian.batches=1",
];

/** The quickstart with one seed. */
function experimentOf({ root, project, size }: GpuBench): string[] {
  const changes = ["matrix.seed=[0]", ...(size === "small" ? SMALL : [])];
  return [
    `${root}experiments/quickstart.yaml`,
    ...changes.flatMap((change) => ["--set", change]),
    ...["--project", project, "--cache", `${project}/cache`],
  ];
}

/** Times of search steps; attacks and Hessian products take too long to compile here. */
function ratioStep(
  { root, device, size }: GpuBench,
  deno: readonly string[],
  numerics: Numerics,
): BenchStep {
  return {
    name: `ratios-${numerics}`,
    command: [...deno, `${root}bench/search_steps.ts`, "--json"]
      .concat(["--device", device, "--numerics", numerics, "--size", size])
      .concat(["--steps", "weight,alpha,rs", "--rounds", "1"])
      .concat(size === "small" ? ["--space", "s3", "--repeats", "2"] : [])
      .concat(device === "gpu" ? ["--threads", "1x4"] : []),
    limit: 50,
    read: JSON.parse,
  };
}

/** Times of this engine alone where TensorFlow chooses the layout of images, to compare with those of `ratios-deterministic`. */
function layoutStep(options: GpuBench, deno: readonly string[]): BenchStep {
  const step = ratioStep(options, deno, "deterministic");
  return {
    ...step,
    name: "layout",
    command: [...step.command, "--layout"],
    // names no Python, so PyTorch is not timed again
    env: { SDARTS_PYTHON: "none" },
    limit: 25,
  };
}

/** The report of doctor. Throws where it has no such device. */
function checkedDiagnosis(out: string, device: Device): unknown {
  const found = JSON.parse(out);
  const wanted = device.toUpperCase();
  if (!found.devices.includes(wanted)) {
    throw new Error(
      `Expected a ${wanted} but found ${found.devices.join(", ") || "none"}`,
    );
  }
  return found;
}
