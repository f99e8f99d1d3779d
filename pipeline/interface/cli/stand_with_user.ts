/**
 * Changes to the folder in which the user typed the command, so that paths count from there. `deno task` starts programs in
 * the folder of `deno.json` and names the user's, which may be a folder below, in `INIT_CWD`. In any other case that variable
 * may come from another task, around this one, and counts for nothing.
 *
 * @param program Folder of the program, with its `deno.json`.
 */
export function standWithUser(program: string): void {
  const folder = Deno.env.get("INIT_CWD") ?? "";
  const root = Deno.realPathSync(program);
  if (folder === "" || Deno.cwd() !== root) return;
  try {
    if (Deno.realPathSync(folder).startsWith(`${root}/`)) Deno.chdir(folder);
  } catch {
    // The folder was removed, or belongs to another machine.
  }
}
