import { pathToFileURL } from "node:url";
import { permissionFlags, stageEnvironment } from "../job/stage_permissions.ts";
import type { StageJob } from "../job/stage_job.ts";

/** Command line of a stage process. */
export interface StageCommand {
  readonly program: string;
  /** Permissions of the stage, its entry module and the request. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Variables of a stage with GPUs; those of the driver's cache unless the user has set them. */
function gpuVariables(kernels: string): Record<string, string> {
  const usual = {
    // Home may be read-only, and what TensorFlow needs of a new GPU is more than the driver keeps by default.
    CUDA_CACHE_PATH: kernels,
    CUDA_CACHE_MAXSIZE: String(4 * 2 ** 30 - 1),
  };
  return {
    // GPUs are locked in this order, and Slurm counts in it: in another one a number would be that of another GPU.
    CUDA_DEVICE_ORDER: "PCI_BUS_ID",
    ...Object.fromEntries(
      Object.entries(usual).map(([name, value]) => [
        name,
        Deno.env.get(name) ?? value,
      ]),
    ),
  };
}

/** Takes the stores of the web platform from a stage: what they hold outlives it. */
const FORGET = "delete globalThis.localStorage;delete globalThis.caches";

/** Writes the entry module of a stage process into the job's folder, and gives its command line. */
export function stageCommand(job: StageJob): StageCommand {
  const entry = `${job.work}/main.mjs`;
  const parts = Object.entries(job.parts);
  // Static imports need no read permission, unlike dynamic ones.
  Deno.writeTextFileSync(
    entry,
    `import "data:text/javascript,${FORGET}";\n` +
      `import ${job.declares ? "stage" : "* as stage"} from ${
        JSON.stringify(pathToFileURL(job.module).href)
      };\n` +
      `import { runStage } from ${
        JSON.stringify(import.meta.resolve("../job/run_stage.ts"))
      };\n` +
      parts.map(([, path], index) =>
        `import * as part${index} from ${
          JSON.stringify(pathToFileURL(path).href)
        };\n`
      ).join("") +
      `await runStage(stage, {${
        parts.map(([role], index) => `${JSON.stringify(role)}: part${index}`)
          .join(", ")
      }});\n`,
  );
  return {
    program: Deno.execPath(),
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      // The scheduler has loaded the stage and its packages. An import is no way to the network, whatever is declared.
      "--cached-only",
      // The stores of Workers, which stay, belong to an origin that no other process has.
      `--location=http://${crypto.randomUUID()}.invalid/`,
      "--config",
      job.config,
      ...permissionFlags(job),
      entry,
      `${job.work}/request.json`,
    ],
    env: {
      ...stageEnvironment(job),
      ...(job.gpus === undefined ? {} : {
        CUDA_VISIBLE_DEVICES: job.gpus.map(({ name }) => name).join(","),
      }),
      ...(job.kernels === undefined ? {} : gpuVariables(job.kernels)),
    },
  };
}
