import { writing } from "../../base/disk_error.ts";
import type { StageJob } from "../executor/executor.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { ActionOptions } from "../run/run_action.ts";
import { layInputs } from "./stage_inputs.ts";
import type { StageRequest } from "./stage_request.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/**
 * Lays out the private folder of a job: its request, its inputs and folders for what it makes. What was there goes.
 *
 * @param instance The instance.
 * @param job Its job.
 * @param options Cache, records and executor.
 */
export async function layJob(
  instance: Instance,
  job: StageJob,
  options: ActionOptions,
): Promise<void> {
  const { work, checkpoint } = job;
  removeIfThere(work);
  writing(`work folder ${work}`, () => {
    for (const name of ["in", "out", "tmp", "end"]) {
      Deno.mkdirSync(`${work}/${name}`, { recursive: true });
    }
    Deno.mkdirSync(checkpoint, { recursive: true });
    if (options.executor.detached) Deno.writeTextFileSync(job.lock, "");
  });
  const request = makeRequest(instance, job, options);
  writing(
    `${work}/request.json`,
    () =>
      Deno.writeTextFileSync(`${work}/request.json`, JSON.stringify(request)),
  );
  const { files } = instance.stage.module;
  if (files === undefined) return;
  const { layCommand } = await import("./lay_command.ts");
  layCommand(files, { work, read: [`${work}/in`] });
}

function makeRequest(
  instance: Instance,
  job: StageJob,
  options: ActionOptions,
): StageRequest {
  const { definition } = instance.stage.module;
  const { work, checkpoint, lock } = job;
  const outputs = Object.entries(definition.outputs).map(([name, { path }]) => {
    const full = `${work}/out/${path}`;
    Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    return [name, full] as const;
  });
  return {
    params: instance.params,
    ...layInputs(instance, { ...options, target: `${work}/in` }),
    outputs: Object.fromEntries(outputs),
    checkpoint,
    graph: definition.graph === true ? options.pipeline.graph : [],
    lock,
    end: `${work}/end`,
    ...(options.executor.detached ? { detached: `${work}/out` } : {}),
  };
}
