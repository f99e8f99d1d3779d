import { pathToFileURL } from "node:url";
import { permissionFlags, stageEnvironment } from "../job/stage_permissions.ts";
import type { StageJob } from "../job/stage_job.ts";

/** How a stage process is started. */
export interface StageCommand {
  readonly program: string;
  /** Its arguments: exactly the permissions that the stage has, its entry module and the request. */
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Writes the entry module of a stage process and says how it is started, in the job's folder. */
export function stageCommand(job: StageJob): StageCommand {
  const entry = `${job.work}/main.mjs`;
  // Static imports: loading them needs no read permission, as a dynamic one would.
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
