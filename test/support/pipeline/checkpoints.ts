import { namesIn } from "../../../pipeline/base/read_files.ts";
import type { ToyProject } from "./toy_project.ts";

/**
 * Folders for checkpoints of the stages that run or have failed: the one place that a stage shares with the outside, so that
 * tests talk with it there.
 */
export function checkpointFolders({ folder }: ToyProject): string[] {
  const parent = `${folder}/.sdarts/checkpoints`;
  return namesIn(parent).map((key) => `${parent}/${key}`);
}
