/**
 * Changes to the folder in which the user typed the command, so that paths count from there. `deno task` starts programs in
 * the folder of `deno.json` and names the user's in `INIT_CWD`; a program that was started elsewhere inherits that variable
 * from another task, perhaps, and stays where it is.
 *
 * @param program Folder of the program, with its `deno.json`.
 */
export function standWithUser(program: string): void {
  const folder = Deno.env.get("INIT_CWD") ?? "";
  if (folder === "" || Deno.cwd() !== Deno.realPathSync(program)) return;
  try {
    Deno.chdir(folder);
  } catch {
    // The folder was removed, or belongs to another machine.
  }
}
