import type { CacheFolders } from "../../../cache/store/cache_folders.ts";
import { exists } from "../../../base/read_files.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { machineLimits } from "../../../execution/plan/machine_limits.ts";
import { unknownName } from "../../../../common/did_you_mean.ts";
import type { Project } from "../../../execution/plan/project.ts";
import type {
  ChosenExecutor,
  Executor,
} from "../../../execution/executor/executor.ts";

export const EXECUTORS = ["local", "slurm"] as const;

/**
 * Creates the executor of a name (default: this machine). The code of other executors is loaded only if they are named.
 *
 * Throws a `PipelineError` of kind `usage` for an unknown name or wrong settings.
 */
export async function chooseExecutor(
  name: string | undefined,
  project: Project,
  folders: CacheFolders,
): Promise<ChosenExecutor> {
  if (name === undefined || name === "local") {
    const limits = machineLimits();
    return {
      executor: async () => {
        const { localExecutor } = await import(
          "../../../execution/executor/local_executor.ts"
        );
        return localExecutor(folders) as Executor;
      },
      limits,
      jobs: limits.cpus,
      endElsewhere: async (key) => {
        if (!exists(`${folders.jobs}/${key}`)) return;
        const { endSubmitted } = await import(
          "../../../remote/slurm/end_submitted.ts"
        );
        await endSubmitted(folders, key);
      },
    };
  }
  if (name === "slurm") {
    const { chooseSlurm } = await import(
      "../../../remote/slurm/choose_slurm.ts"
    );
    return chooseSlurm(project.folder, folders);
  }
  throw usageError(
    unknownName(name, { what: "an executor", known: EXECUTORS }),
  );
}
