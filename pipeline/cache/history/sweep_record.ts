import type { CacheFolders } from "../store/cache_folders.ts";
import { fileName } from "../../base/file_name.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import { sealedText } from "../../base/sealed_json.ts";
import { writeAtomic } from "../../base/write_atomic.ts";
import type { SweepPlan } from "../../stage.ts";

/**
 * Records the trials and decisions of a sweep with their reasons, `sweeps/<pipeline>.json`. They follow from the pipeline
 * file and from results alone, so equal results give equal bytes.
 */
export function recordSweep(
  folders: CacheFolders,
  pipeline: string,
  plan: SweepPlan,
  temp: string,
): void {
  const path = `${folders.sweeps}/${fileName(pipeline)}.json`;
  const text = sealedText({ pipeline, ...plan });
  if (readTextIfThere(path) !== text) writeAtomic(path, text, temp);
}
