import { exists, namesOrNone } from "../../base/read_files.ts";

/** Folders that hold no sources of a distribution. */
const PASSED_OVER = /^(?:\.|__pycache__$|node_modules$)/;

/** Files that Python loads as modules. */
const MODULE = /\.(?:py|so|pyd)$/;

/** Files that a package keeps beside its modules, small by habit. */
const DATA = /\.(?:json|toml|yaml|yml)$/;

/**
 * Paths of the sources below a folder, sorted: modules, and data beside them or in a package. Other data may be results
 * of the very stage that uses the sources. Links are not followed, and virtual environments are left out.
 */
export function sourcesBelow(folder: string): string[] {
  const found: string[] = [];
  const visit = (below: string, inPackage: boolean) => {
    const path = below === "" ? folder : `${folder}/${below}`;
    if (exists(`${path}/pyvenv.cfg`)) return;
    const names = namesOrNone(path);
    const own = inPackage || names.includes("__init__.py");
    const data = own || names.some((name) => MODULE.test(name));
    for (const name of names) {
      if (PASSED_OVER.test(name)) continue;
      const place = below === "" ? name : `${below}/${name}`;
      const { isDirectory, isFile } = Deno.lstatSync(`${folder}/${place}`);
      if (isDirectory) visit(place, own);
      else if (isFile && (MODULE.test(name) || data && DATA.test(name))) {
        found.push(place);
      }
    }
  };
  visit("", false);
  return found.sort();
}
