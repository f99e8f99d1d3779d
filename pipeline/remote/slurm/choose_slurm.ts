import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import type {
  ChosenExecutor,
  Executor,
} from "../../execution/executor/executor.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import { slurmExecutor } from "./slurm_executor.ts";
import { parseSlurmSettings, SLURM_FILE } from "./slurm_settings.ts";

/**
 * Makes the executor of Slurm with the project's `slurm.yaml`. Resources are not limited: the queue shares them out.
 */
export function chooseSlurm(
  folder: string,
  folders: CacheFolders,
): ChosenExecutor {
  const text = readTextIfThere(`${folder}/${SLURM_FILE}`) ?? "";
  const settings = parseSlurmSettings(text, SLURM_FILE);
  const executor = slurmExecutor(folders, settings) as Executor;
  return {
    executor: () => Promise.resolve(executor),
    limits: { cpus: Infinity, memory: Infinity, gpus: undefined },
    jobs: settings.jobs,
    endElsewhere: () => Promise.resolve(),
  };
}
