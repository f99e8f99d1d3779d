import { ifPossible } from "../../../common/if_possible.ts";
import { taskFolder } from "../terminal/started_by.ts";

/**
 * Changes to the folder in which the user typed the command, so that paths count from there. `deno task` starts programs in
 * the folder of `deno.json`; the user's is its own, or stands in `INIT_CWD` where the system does not tell. There it counts
 * only below the program: it may come from another task, around this one.
 *
 * @param program Folder of the program, with its `deno.json`.
 */
export function standWithUser(program: string): void {
  const root = Deno.realPathSync(program);
  if (Deno.cwd() !== root) return;
  const folder = taskFolder() ?? folderBelow(root, Deno.env.get("INIT_CWD"));
  if (folder !== undefined) Deno.chdir(folder);
}

function folderBelow(
  root: string,
  folder: string | undefined,
): string | undefined {
  if (folder === undefined || folder === "") return undefined;
  // It may be gone, or belong to another machine.
  const real = ifPossible(() => Deno.realPathSync(folder));
  return real?.startsWith(`${root}/`) ? real : undefined;
}
