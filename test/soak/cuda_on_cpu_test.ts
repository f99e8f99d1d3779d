// The CUDA build of TensorFlow, which is what a machine with a GPU has, on a CPU: what can be seen of it without one.
// Downloads it (0.6 GB) with its CUDA libraries (2.3 GB) to the user's cache folder.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { parse, stringify } from "@std/yaml";
import { join, relative } from "node:path";
import { ensureLibraries } from "../../engine/install/ensure_libraries.ts";
import { systemHost } from "../../engine/library/host.ts";
import type { TensorflowLibrary } from "../../engine/library/library.ts";
import { probeApart } from "../../engine/library/probe.ts";
import {
  type PipelineFolder,
  pipelineFolder,
} from "../support/pipeline/run_pipeline.ts";
import { readLockFile } from "../../pipeline/cache/history/lock_file.ts";
import { ROOT } from "../support/root.ts";

const cudaBuild = () => ensureLibraries({ device: "gpu" });

/** The quickstart with two epochs of each training on a few images of noise. */
async function tinyQuickstart(folder: string): Promise<string> {
  const file = join(ROOT, "experiments/quickstart.yaml");
  const pipeline = parse(await Deno.readTextFile(file)) as {
    matrix: Record<string, unknown>;
    stages: Record<string, { use: string; with: Record<string, unknown> }>;
  };
  const { data: _, ...stages } = pipeline.stages;
  stages["images"] = {
    use: `./${
      relative(folder, join(ROOT, "test/support/data/tiny_dataset_stage.ts"))
    }`,
    with: { train: 96, test: 24 },
  };
  for (const { use, with: params } of Object.values(stages)) {
    if (use === "search") Object.assign(params, { epochs: 2, batch: 12 });
    if (use === "retrain") Object.assign(params, { epochs: 2, batch: 24 });
    if (use === "hessian") Object.assign(params, { batches: 2, batch: 8 });
  }
  pipeline.matrix["seed"] = [0];
  return stringify({ ...pipeline, stages });
}

/** Digests of all outputs by instance, of a run with a library. */
async function digests(
  folder: PipelineFolder,
  library: TensorflowLibrary,
): Promise<Record<string, unknown>> {
  const text = await tinyQuickstart(folder.folder);
  const env = { SDARTS_LIBTENSORFLOW: library.path, CUDA_VISIBLE_DEVICES: "" };
  const ran = await folder.run(text, { env });
  assertEquals(ran.code, 0, ran.text);
  assertStringIncludes(ran.text, "cached 0, failed 0");
  const lock = join(folder.folder, `${library.variant}.lock`);
  const locked = await folder.run(text, {
    command: "lock",
    args: ["--output", lock],
    env,
  });
  assertEquals(locked.code, 0, locked.text);
  return Object.fromEntries(
    [...readLockFile(lock)!]
      .map(([name, { outputs }]) => [name, outputs]),
  );
}

Deno.test("all that TensorFlow looks for before it uses a GPU opens in a process with the rights of a stage", async () => {
  const library = await cudaBuild();
  const { gpu, devices } = await probeApart(library, systemHost(), {
    CUDA_VISIBLE_DEVICES: "",
  });
  assertEquals(gpu.complete, true);
  assertEquals(devices, ["CPU"]);
  assertEquals(Object.keys(gpu.libraries), [
    "cudart",
    "cublas",
    "cudnn",
    "cufft",
    "cusparse",
  ]);
});

Deno.test("the quickstart at a tiny size has the bytes of the CPU build", async () => {
  await using cpu = pipelineFolder();
  await using gpu = pipelineFolder();
  const made = await digests(cpu, await ensureLibraries({ device: "cpu" }));
  assertEquals(Object.keys(made).length > 15, true);
  assertEquals(await digests(gpu, await cudaBuild()), made);
});

Deno.test("the tests of the engine pass", async () => {
  const { path } = await cudaBuild();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "engine"],
    cwd: ROOT,
    env: {
      SDARTS_LIBTENSORFLOW: path,
      CUDA_VISIBLE_DEVICES: "",
      NO_COLOR: "1",
    },
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(code, 0, text.join("").slice(-4000));
});
