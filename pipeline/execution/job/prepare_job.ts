import { writing } from "../../base/disk_error.ts";
import { openModes } from "../../base/open_modes.ts";
import { gpuLocks, type StageJob } from "./stage_job.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import { type InputOptions, prepareInputs } from "./stage_inputs.ts";
import type { FoldedStage } from "../../stage.ts";
import type { StageRequest } from "./stage_request.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/** The part of a run that a job's folder is made from. */
export interface JobSources extends Omit<InputOptions, "target" | "share"> {
  /** The folded DAG, for a stage that asks for it. */
  readonly graph: readonly FoldedStage[];
  /** True when the job outlives the scheduler. */
  readonly detached: boolean;
  /** True: a command that cannot be confined is not run. */
  readonly strict: boolean;
}

/**
 * Creates the private folder of a job: its request, its inputs, and empty folders for outputs, temporary files and the
 * result. An existing one is removed.
 */
export async function prepareJob(
  instance: Instance,
  job: StageJob,
  sources: JobSources,
): Promise<void> {
  const { work, checkpoint } = job;
  removeIfThere(work);
  writing(`work folder ${work}`, () => {
    for (const name of ["in", "out", "tmp", "end"]) {
      Deno.mkdirSync(`${work}/${name}`, { recursive: true });
    }
    Deno.mkdirSync(checkpoint, { recursive: true });
    if (job.kernels !== undefined) {
      Deno.mkdirSync(job.kernels, { recursive: true });
    }
    // An earlier attempt may have left it read-only.
    openModes(checkpoint);
    if (sources.detached) Deno.writeTextFileSync(job.lock, "");
  });
  const request = makeRequest(instance, job, sources);
  writing(
    `${work}/request.json`,
    () =>
      Deno.writeTextFileSync(`${work}/request.json`, JSON.stringify(request)),
  );
  const { files } = instance.stage.module;
  if (files === undefined) return;
  const { prepareCommand } = await import("./prepare_command.ts");
  prepareCommand(files, { work, read: [`${work}/in`] }, sources.strict);
}

function makeRequest(
  instance: Instance,
  job: StageJob,
  sources: JobSources,
): StageRequest {
  const { definition } = instance.stage.module;
  const { work, checkpoint, lock } = job;
  const outputs = Object.entries(definition.outputs).map(([name, { path }]) => {
    const full = `${work}/out/${path}`;
    Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    return [name, full] as const;
  });
  return {
    stage: definition.name,
    params: instance.params,
    ...(instance.choices === undefined ? {} : { choices: instance.choices }),
    ...prepareInputs(instance, {
      ...sources,
      target: `${work}/in`,
      share: job.sharesInputs,
    }),
    outputs: Object.fromEntries(outputs),
    checkpoint,
    graph: definition.graph === true ? sources.graph : [],
    ...(instance.lineage === undefined ? {} : { lineage: instance.lineage }),
    ...(instance.sweep === undefined ? {} : { sweep: instance.sweep }),
    lock,
    gpuLocks: gpuLocks(job),
    end: `${work}/end`,
    mark: `\x1e${crypto.randomUUID()} `,
    ...(sources.detached ? { detached: `${work}/out` } : {}),
  };
}
