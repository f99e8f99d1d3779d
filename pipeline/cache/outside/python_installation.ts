import { basename, delimiter, dirname, isAbsolute, join } from "node:path";
import { ifPossible } from "../../../common/if_possible.ts";
import { interpreterLine } from "../../base/interpreter_line.ts";
import { isFile, namesOrNone, readTextIfThere } from "../../base/read_files.ts";

/** A Python and where it finds distributions. */
export interface PythonInstallation {
  /** The interpreter with all links resolved. */
  readonly binary: string;
  /** Its library, where it is a file of its own. */
  readonly library?: string;
  /** Version, such as `3.11.2`; as much of it as the files tell. */
  readonly version: string;
  /** Folders of distributions. */
  readonly sites: readonly string[];
}

/** A script may have another one as its interpreter. */
const DEPTH = 4;

/**
 * The Python that a program starts, found without starting it: the program itself, or the interpreter in the first line
 * of a script, or the version that pyenv uses by default for one of its shims.
 *
 * @param program Path of the program, links not resolved.
 * @param path Value of PATH.
 * @returns The installation; undefined for other programs.
 */
export function pythonInstallation(
  program: string,
  path: string,
): PythonInstallation | undefined {
  const python = pythonOf(program, path, DEPTH);
  return python === undefined ? undefined : installationOf(python);
}

function pythonOf(
  program: string,
  path: string,
  depth: number,
): string | undefined {
  if (depth === 0 || !isFile(program)) return undefined;
  const line = interpreterLine(program);
  if (line === undefined) {
    const names = [program, Deno.realPathSync(program)].map((own) =>
      basename(own)
    );
    return names.some((name) => /^python[0-9.]*$/.test(name))
      ? program
      : undefined;
  }
  const shimmed = defaultOfShim(program);
  if (shimmed !== undefined) return pythonOf(shimmed, path, depth - 1);
  const [interpreter = "", ...words] = line.trim().split(/[ \t]+/);
  if (basename(interpreter) !== "env") {
    return isAbsolute(interpreter)
      ? pythonOf(interpreter, path, depth - 1)
      : undefined;
  }
  const name = words.find((word) => !/^-|=/.test(word));
  const found = name === undefined || name.includes("/")
    ? undefined
    : path.split(delimiter).filter((folder) => folder !== "")
      .map((folder) => join(folder, name)).find(isFile);
  return found === undefined ? undefined : pythonOf(found, path, depth - 1);
}

/** Program that a shim of pyenv starts by default. */
function defaultOfShim(program: string): string | undefined {
  const folder = dirname(program);
  if (basename(folder) !== "shims") return undefined;
  const root = dirname(folder);
  const version = readTextIfThere(`${root}/version`)?.split("\n", 1)[0]?.trim();
  return version === undefined || version === ""
    ? undefined
    : `${root}/versions/${version}/bin/${basename(program)}`;
}

/** Python looks for `pyvenv.cfg` from the path by which it was started, and follows links only then. */
function installationOf(python: string): PythonInstallation {
  const binary = Deno.realPathSync(python);
  const prefix = dirname(dirname(python));
  const settings = readTextIfThere(`${prefix}/pyvenv.cfg`);
  const base = dirname(dirname(binary));
  if (settings === undefined) {
    const version = /^python(\d+\.\d+)$/.exec(basename(binary))?.[1] ??
      versionsIn(base)[0] ?? "";
    return {
      binary,
      ...libraryOf(base, version),
      version,
      sites: systemSites(base, version),
    };
  }
  const setting = (name: string) =>
    new RegExp(`^${name}\\s*=\\s*(.*?)\\s*$`, "m").exec(settings)?.[1];
  const own = versionsIn(prefix);
  const short = own[0] ?? "";
  const version = setting("version") ?? setting("version_info") ?? short;
  const isolated = setting("include-system-site-packages") !== "true";
  return {
    binary,
    ...libraryOf(base, short),
    version: version.replace(/\.final\.0$/, ""),
    sites: [
      ...own.flatMap((version) => sitesBelow(prefix, version)),
      ...(isolated ? [] : systemSites(base, short)),
    ],
  };
}

/** Versions of the folders `lib/pythonX.Y`. */
function versionsIn(prefix: string): string[] {
  const names = ["lib", "lib64"].flatMap((lib) =>
    namesOrNone(`${prefix}/${lib}`)
  );
  return [
    ...new Set(
      names.flatMap((name) => /^python(\d+\.\d+)$/.exec(name)?.[1] ?? []),
    ),
  ].sort();
}

function sitesBelow(prefix: string, version: string): string[] {
  return existing(
    ["lib", "lib64"].map((lib) =>
      `${prefix}/${lib}/python${version}/site-packages`
    ),
  );
}

/** Where an interpreter that is no virtual environment looks; Debian has folders of its own. */
function systemSites(base: string, version: string): string[] {
  const local = base === "/usr" ? ["/usr/local"] : [];
  return [base, ...local].flatMap((prefix) => [
    ...sitesBelow(prefix, version),
    ...existing([
      `${prefix}/local/lib/python${version}/dist-packages`,
      `${prefix}/lib/python${version}/dist-packages`,
      `${prefix}/lib/python3/dist-packages`,
    ]),
  ]);
}

function libraryOf(base: string, version: string): { library?: string } {
  const machine = `${Deno.build.arch}-linux-gnu`;
  const library = ["lib", "lib64", `lib/${machine}`].flatMap((folder) =>
    [".so.1.0", ".dylib"].map((end) =>
      `${base}/${folder}/libpython${version}${end}`
    )
  ).find(isFile);
  return library === undefined ? {} : { library };
}

/** The folders that are there; links to one that is there already, such as `lib64`, count once. */
function existing(folders: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const real = ifPossible(() => Deno.realPathSync(folder));
    if (real !== undefined) found.getOrInsert(real, folder);
  }
  return [...found.values()];
}
