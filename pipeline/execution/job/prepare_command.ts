import { dirname } from "node:path";
import { writing } from "../../base/disk_error.ts";
import type { CommandFiles } from "../../definition/graph/stage_module.ts";
import type { CommandPlace } from "../../command/run_command.ts";
import { PLACE } from "../../command/stage.ts";

/** Prepares the folder of a command: copies its code into its working directory, and writes the paths that it uses. */
export function prepareCommand(
  files: CommandFiles,
  folders: { readonly work: string; readonly read: readonly string[] },
): void {
  const { base, code, program } = files;
  const folder = `${folders.work}/out`;
  for (const path of code) {
    const target = `${folder}/${path}`;
    writing(target, () => {
      Deno.mkdirSync(dirname(target), { recursive: true });
      Deno.copyFileSync(`${base}/${path}`, target);
    });
  }
  const own = code.find((path) => `${base}/${path}` === program.path);
  const place: CommandPlace = {
    folder,
    temp: `${folders.work}/tmp`,
    end: `${folders.work}/end`,
    program: own === undefined ? program.path : `${folder}/${own}`,
    read: [...folders.read, ...programFolders(program.path)],
  };
  Deno.writeTextFileSync(`${folders.work}/tmp/${PLACE}`, JSON.stringify(place));
}

/** A program and the folder above its own, which has the libraries of an installation such as a Python environment. */
function programFolders(program: string): string[] {
  return [program, Deno.realPathSync(program)].flatMap((path) => {
    const prefix = dirname(dirname(path));
    return prefix === "/" ? [path] : [path, prefix];
  });
}
