// Plans in this process, for tests of keys and reasons: a process for each plan would take most of their time.
import { PipelineError } from "../../pipeline/base/pipeline_error.ts";
import {
  checkResources,
  machineLimits,
} from "../../pipeline/execution/plan/machine_limits.ts";
import {
  type PlanEntry,
  planPipeline,
} from "../../pipeline/execution/plan/plan.ts";
import {
  findProject,
  openPipeline,
} from "../../pipeline/execution/plan/project.ts";
import { ROOT } from "./root.ts";

/**
 * Plans `a.yaml`, or another file of a folder, as the command `plan` does. What a stage declares is read once in this
 * process, even if its file changes.
 *
 * @throws {PipelineError} As the command does.
 */
export async function planHere(
  folder: string,
  { file = "a.yaml", cache, codeHash }: {
    readonly file?: string;
    readonly cache?: string;
    readonly codeHash?: "bytes";
  } = {},
): Promise<readonly PlanEntry[]> {
  const project = findProject({ program: ROOT, project: folder, cache });
  const opened = await openPipeline(
    { file: `${folder}/${file}`, codeHash },
    project,
  );
  checkResources(opened, machineLimits());
  return await planPipeline(opened);
}

/** Lines with which a plan is refused, with paths from the folder on; fails where it is not. */
export async function planRefusal(folder: string): Promise<string> {
  try {
    await planHere(folder);
  } catch (error) {
    if (error instanceof PipelineError && error.kind === "usage") {
      return error.message.replaceAll(`${folder}/`, "");
    }
    throw error;
  }
  throw new Error(`Expected a plan of ${folder} to be refused`);
}
