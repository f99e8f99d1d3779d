import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { fileAge } from "../../base/lease.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { askSlurm } from "./slurm_commands.ts";
import { readSubmitted } from "../../execution/executor/submitted_job.ts";
import { SILENT_BEATS, SLURM_DEFAULTS } from "./slurm_settings.ts";

/**
 * Ends the Slurm job of an action that will run on this machine instead, so that two never write to one checkpoint, and
 * removes its folder, without which it cannot start later.
 */
export async function endSubmitted(
  folders: CacheFolders,
  key: string,
): Promise<void> {
  const work = `${folders.jobs}/${key}`;
  const { id, beat = SLURM_DEFAULTS.beat } = readSubmitted(work) ?? {};
  if (id !== undefined) await askSlurm("scancel", [id]);
  const silent = SILENT_BEATS * 1000 * beat;
  for (let age = fileAge(`${work}/beat`); age !== undefined && age < silent;) {
    if (fileAge(`${work}/exit`) !== undefined) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
    age = fileAge(`${work}/beat`);
  }
  removeIfThere(work);
}
