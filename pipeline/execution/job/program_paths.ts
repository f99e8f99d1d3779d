import { basename, dirname, isAbsolute } from "node:path";
import { ifPossible } from "../../../common/if_possible.ts";
import { editableFolders } from "../../cache/outside/installed_distributions.ts";
import { interpreterLine } from "../../base/interpreter_line.ts";
import { exists } from "../../base/read_files.ts";

/** Parts of an installation that its programs read, below its prefix. */
const PARTS = ["bin", "lib", "lib64", "libexec", "share", "pyvenv.cfg"];

/**
 * Paths that a program may read beside the system's: itself, its interpreters, and for those in the `bin` of an installation
 * (a Python environment, say) the parts of the installation. A program in the `shims` of a version manager, such as pyenv,
 * starts another one that only the manager knows: it may read all of the manager's folder.
 *
 * A virtual environment may also read the sources of the distributions that are installed to be edited.
 *
 * The home folder, the project and the folder of temporary files are no installations, even if a program lies in their
 * `bin`; and of `~/.local`, `share` is left out, as it holds data of every kind.
 */
export function programPaths(program: string, project: string): string[] {
  const home = Deno.env.get("HOME") ?? "/";
  const guarded = [home, project, "/tmp", Deno.env.get("TMPDIR") ?? "/tmp"]
    .map(realPath);
  const isGuarded = (folder: string) => {
    const real = realPath(folder);
    return guarded.some((path) =>
      path === real || path.startsWith(real === "/" ? real : `${real}/`)
    );
  };
  const paths = new Set<string>();
  const add = (path: string, depth: number): void => {
    if (depth > 4 || !exists(path)) return;
    for (const known of new Set([path, realPath(path)])) {
      paths.add(known);
      const prefix = dirname(dirname(known));
      if (isGuarded(prefix)) continue;
      const folder = basename(dirname(known));
      if (folder === "shims") paths.add(prefix);
      if (folder !== "bin") continue;
      for (const part of PARTS) {
        const below = `${prefix}/${part}`;
        if (part === "share" && prefix === `${home}/.local`) continue;
        if (exists(below) && !isGuarded(below)) paths.add(below);
      }
      for (const sources of editableFolders(prefix)) {
        if (!isGuarded(sources)) paths.add(sources);
      }
    }
    const [interpreter = ""] = interpreterLine(path)?.trim().split(/[ \t]/) ??
      [];
    if (isAbsolute(interpreter)) add(interpreter, depth + 1);
  };
  add(program, 0);
  return [...paths];
}

function realPath(path: string): string {
  return ifPossible(() => Deno.realPathSync(path)) ?? path;
}
