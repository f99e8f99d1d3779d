import { dirname } from "node:path";
import { ifPossible } from "../../../common/if_possible.ts";

/** A folder with one of these is a project. */
const MARKS: readonly string[] = [".sdarts", "experiments"];

/**
 * The project around a folder: the nearest one, from the folder itself upwards, that holds `.sdarts/` or `experiments/`.
 * The search ends at folders of another owner: their stages would run with the user's rights.
 *
 * @param folder Absolute path of the folder in which the user stands.
 * @returns The project; the folder itself where none is around it.
 */
export function projectAround(folder: string): string {
  const owner = ownerOf(folder);
  for (let at = folder; ownerOf(at) === owner; at = dirname(at)) {
    if (MARKS.some((mark) => ownerOf(`${at}/${mark}`) === owner)) return at;
    if (dirname(at) === at) break;
  }
  return folder;
}

/** Number of a folder's owner, null on a system without numbers; undefined for anything that is no folder. */
function ownerOf(path: string): number | null | undefined {
  const info = ifPossible(() => Deno.statSync(path));
  return info?.isDirectory ? info.uid : undefined;
}
