import { assertEquals } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import type { StageJob } from "../job/stage_job.ts";
import { stageCommand } from "./stage_command.ts";

/** Variables of CUDA that the process of a stage gets. */
function cudaVariables(job: Partial<StageJob>): Record<string, string> {
  using folder = tempFolder();
  const { env } = stageCommand({
    name: "a",
    key: "0",
    module: `${folder.path}/run.ts`,
    declares: false,
    parts: {},
    work: folder.path,
    checkpoint: folder.path,
    lock: `${folder.path}/lock`,
    config: `${folder.path}/deno.json`,
    read: [],
    write: [],
    permissions: {},
    command: false,
    startsProcesses: false,
    sharesInputs: true,
    resources: { cpus: 1, memory: 1, gpus: job.gpus?.length ?? 0 },
    onMessage: () => {},
    onOutput: () => {},
    ...job,
  });
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name.startsWith("CUDA_")),
  );
}

Deno.test("stageCommand() gives a stage its GPUs and a folder for what the driver compiles for them, unless the user has named one", () => {
  assertEquals(cudaVariables({}), {});
  const job = {
    gpus: [{ name: "2" }, { name: "0" }],
    kernels: "/c/gpu-kernels",
  };
  const usual = {
    CUDA_VISIBLE_DEVICES: "2,0",
    CUDA_DEVICE_ORDER: "PCI_BUS_ID",
    CUDA_CACHE_PATH: "/c/gpu-kernels",
    // the most that the driver takes
    CUDA_CACHE_MAXSIZE: "4294967295",
  };
  assertEquals(cudaVariables(job), usual);
  Deno.env.set("CUDA_CACHE_PATH", "/mine");
  try {
    assertEquals(cudaVariables(job), { ...usual, CUDA_CACHE_PATH: "/mine" });
  } finally {
    Deno.env.delete("CUDA_CACHE_PATH");
  }
});
