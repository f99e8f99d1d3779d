import { fileURLToPath } from "node:url";
import { ifPossible } from "../../../common/if_possible.ts";
import { sha256 } from "../../base/digest.ts";
import { isFile, namesOrNone, readTextIfThere } from "../../base/read_files.ts";

/** A distribution of a Python environment. */
export interface Distribution {
  /** Name in the form in which packages are compared: `scikit-learn`. */
  readonly name: string;
  readonly version: string;
  /** File of the site folder that lists or describes its files. */
  readonly file: string;
  /** Folder of its sources, for one that is installed to be edited. */
  readonly editable?: string;
}

/** Files that a tool leaves about the installation, and what Python compiles: they differ between equal ones. */
const PASSED_OVER =
  /\.dist-info\/(?:INSTALLER|REQUESTED|RECORD|direct_url\.json|uv_\w+\.json)$|\.pyc$/;

/** Distributions of a folder `site-packages`, sorted by name, by the names of its entries alone. */
export function installedDistributions(site: string): Distribution[] {
  return namesOrNone(site).flatMap((entry) => {
    const match = /^(.+)\.(dist|egg)-info$/.exec(entry);
    if (match === null) return [];
    const [, named = "", kind] = match;
    const [, name = named, version = ""] =
      /^(.+?)-(\d[^-]*)(?:-py[\d.]+)?$/.exec(named) ?? [];
    const files = kind === "dist"
      ? [`${entry}/RECORD`, `${entry}/METADATA`]
      : [`${entry}/PKG-INFO`, entry];
    const file = files.find((own) => isFile(`${site}/${own}`));
    if (file === undefined) return [];
    const editable = editableSources(`${site}/${entry}`);
    return [{
      name: name.replaceAll(/[-_.]+/g, "-").toLowerCase(),
      version,
      file,
      ...(editable === undefined ? {} : { editable }),
    }];
  });
}

/**
 * Folders of the sources of the distributions of a virtual environment that are installed to be edited.
 *
 * @param prefix Folder with `pyvenv.cfg`; others have none.
 */
export function editableFolders(prefix: string): string[] {
  if (!isFile(`${prefix}/pyvenv.cfg`)) return [];
  const sites = namesOrNone(`${prefix}/lib`)
    .filter((name) => /^python\d/.test(name))
    .map((name) => `${prefix}/lib/${name}/site-packages`);
  return sites.flatMap(installedDistributions).flatMap(({ editable }) =>
    editable ?? []
  );
}

/** Folder of the sources of a distribution that is installed to be edited (PEP 610). */
function editableSources(info: string): string | undefined {
  return ifPossible(() => {
    const found = JSON.parse(
      readTextIfThere(`${info}/direct_url.json`) ?? "{}",
    ) as { url?: string; dir_info?: { editable?: boolean } };
    return found.dir_info?.editable === true && found.url !== undefined
      ? fileURLToPath(found.url)
      : undefined;
  });
}

/**
 * Digest of the file that describes a distribution. A `RECORD` has a line with the SHA-256 of each installed file: those
 * of scripts, which hold the path of the environment, and of what tools leave are left out, so that the same packages
 * have the same digest at any place.
 */
export function recordDigest(path: string): string {
  const text = Deno.readTextFileSync(path);
  if (!path.endsWith("/RECORD")) return sha256(text);
  const lines = text.split(/\r?\n/).filter((line) => {
    const name = line.startsWith('"')
      ? line.slice(1, line.indexOf('"', 1))
      : line.split(",", 1).join();
    return line !== "" && !name.startsWith("../") && !PASSED_OVER.test(name);
  });
  return sha256(lines.sort().join("\n"));
}
