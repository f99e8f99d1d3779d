import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { exists } from "../../base/read_files.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { machineLimits } from "../../execution/plan/machine_limits.ts";
import { didYouMean } from "../../../common/did_you_mean.ts";
import type { Project } from "../../execution/plan/project.ts";
import type {
  ChosenExecutor,
  Executor,
} from "../../execution/executor/executor.ts";
import { localExecutor } from "../../execution/executor/local_executor.ts";

/** Names of executors. */
export const EXECUTORS = ["local", "slurm"] as const;

/**
 * Makes the executor that a name means; other code than the local one's is loaded only where it is named.
 *
 * Throws a `PipelineError` of kind `usage` for an unknown name or settings that are wrong.
 *
 * @param name Name; `undefined` for this machine.
 * @param project The project, for its settings.
 * @param folders The cache.
 */
export async function chooseExecutor(
  name: string | undefined,
  project: Project,
  folders: CacheFolders,
): Promise<ChosenExecutor> {
  if (name === undefined || name === "local") {
    const limits = machineLimits();
    return {
      executor: localExecutor(folders) as Executor,
      limits,
      jobs: limits.cpus,
      endElsewhere: async (key) => {
        if (!exists(`${folders.jobs}/${key}`)) return;
        const { endSubmitted } = await import(
          "../../remote/slurm/end_submitted.ts"
        );
        await endSubmitted(folders, key);
      },
    };
  }
  if (name === "slurm") {
    const { chooseSlurm } = await import("../../remote/slurm/choose_slurm.ts");
    return chooseSlurm(project.folder, folders);
  }
  throw new PipelineError(
    "usage",
    `Expected an executor (${EXECUTORS.join(", ")}) but found ${name}${
      didYouMean(name, EXECUTORS)
    }`,
  );
}
