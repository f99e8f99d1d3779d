import { exists, namesOrNone } from "../../base/read_files.ts";

/** Folders that hold no sources of a distribution. */
const PASSED_OVER = /^(?:\.|__pycache__$|node_modules$)/;

/** Files that Python loads from a package: modules, compiled ones, and data beside them that is small by habit. */
const SOURCE = /\.(?:py|so|pyd|json|toml|yaml|yml)$/;

/** Paths of the sources below a folder, sorted. Links are not followed, and virtual environments are left out. */
export function sourcesBelow(folder: string): string[] {
  const found: string[] = [];
  const visit = (below: string) => {
    const path = below === "" ? folder : `${folder}/${below}`;
    if (exists(`${path}/pyvenv.cfg`)) return;
    for (const name of namesOrNone(path)) {
      if (PASSED_OVER.test(name)) continue;
      const own = below === "" ? name : `${below}/${name}`;
      const { isDirectory, isFile } = Deno.lstatSync(`${folder}/${own}`);
      if (isDirectory) visit(own);
      else if (isFile && SOURCE.test(name)) found.push(own);
    }
  };
  visit("");
  return found.sort();
}
