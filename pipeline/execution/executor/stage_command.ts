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

/** Writes the entry module of a stage process into the job's folder, and gives its command line. */
export function stageCommand(job: StageJob): StageCommand {
  const entry = `${job.work}/main.mjs`;
  // Static imports need no read permission, unlike dynamic ones.
  Deno.writeTextFileSync(
    entry,
    `import stage from ${JSON.stringify(pathToFileURL(job.module).href)};\n` +
      `import { runStage } from ${
        JSON.stringify(import.meta.resolve("../job/run_stage.ts"))
      };\nawait runStage(stage);\n`,
  );
  return {
    program: Deno.execPath(),
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--config",
      job.config,
      ...permissionFlags(job),
      entry,
      `${job.work}/request.json`,
    ],
    env: {
      ...stageEnvironment(job),
      ...(job.gpus === undefined
        ? {}
        : { CUDA_VISIBLE_DEVICES: job.gpus.join(",") }),
    },
  };
}
