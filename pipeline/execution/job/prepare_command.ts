import { dirname } from "node:path";
import { writing } from "../../base/disk_error.ts";
import type { CommandFiles } from "../../definition/graph/stage_module.ts";
import type { CommandPlace } from "../../command/run_command.ts";
import { programPaths } from "./program_paths.ts";
import { PLACE } from "../../command/stage.ts";

/** Prepares the folder of a command: copies its code into its working directory, and writes the paths that it uses. */
export function prepareCommand(
  files: CommandFiles,
  folders: { readonly work: string; readonly read: readonly string[] },
  strict: boolean,
): void {
  const { base, code, program } = files;
  const folder = `${folders.work}/out`;
  for (const path of code) {
    const target = `${folder}/${path.normalize("NFC")}`;
    writing(target, () => {
      Deno.mkdirSync(dirname(target), { recursive: true });
      Deno.copyFileSync(`${base}/${path}`, target);
    });
  }
  const place: CommandPlace = {
    folder,
    temp: `${folders.work}/tmp`,
    end: `${folders.work}/end`,
    program: program.own === undefined
      ? program.path
      : `${folder}/${program.own}`,
    read: [...folders.read, ...programPaths(program.path, base)],
    strict,
  };
  Deno.writeTextFileSync(`${folders.work}/tmp/${PLACE}`, JSON.stringify(place));
}
