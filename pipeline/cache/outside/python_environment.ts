import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256 } from "../../base/digest.ts";
import type { CommandFiles } from "../../definition/graph/stage_module.ts";
import {
  installedDistributions,
  recordDigest,
} from "./installed_distributions.ts";
import { pythonInstallation } from "./python_installation.ts";
import { type FileMemory, seeFiles } from "./remembered_files.ts";
import { sourcesBelow } from "./sources_below.ts";

/**
 * What a Python program finds: `python`, and its distributions by name, each with its version and a digest. Empty for
 * other programs.
 */
export type PythonEnvironment = Readonly<Record<string, string>>;

/** Gives the environment of a command for its key. */
export type EnvironmentReader = (
  files: CommandFiles,
) => Promise<PythonEnvironment>;

/** Digits of a digest in a key: with the version they tell any two installations apart. */
const DIGITS = 16;

/**
 * Makes a reader that looks at each environment once.
 *
 * @param path Value of PATH.
 */
export function environmentReader(
  path: string,
  memory: FileMemory,
): EnvironmentReader {
  const environments = new Map<string, Promise<PythonEnvironment>>();
  return ({ program, lock }) => {
    const whole = lock === undefined;
    return environments.getOrInsertComputed(
      canonicalJson([program.path, whole]),
      () => environmentOf(program.path, { path, whole, memory }),
    );
  };
}

async function environmentOf(
  program: string,
  { path, whole, memory }: {
    readonly path: string;
    /** False: the interpreter alone. */
    readonly whole: boolean;
    readonly memory: FileMemory;
  },
): Promise<PythonEnvironment> {
  const python = pythonInstallation(program, path);
  if (python === undefined) return {};
  const { binary, library = binary, sites, version } = python;
  const names = [...new Set([binary, library])].map((own) => own.slice(1));
  const place = ["python", binary];
  const { digests } = await seeFiles({ place, folder: "", names }, memory);
  const own = sha256(Object.values(digests()).join(" ")).slice(0, DIGITS);
  const found: Record<string, string> = {
    python: `${version} ${own}`.trimStart(),
  };
  for (const site of whole ? sites : []) {
    for (const [name, text] of await distributionsOf(site, memory)) {
      // Python takes the first one that it finds.
      found[name] ??= text;
    }
  }
  return found;
}

async function distributionsOf(
  site: string,
  memory: FileMemory,
): Promise<[name: string, text: string][]> {
  const installed = installedDistributions(site);
  const { digests } = await seeFiles({
    place: ["distributions", site],
    folder: site,
    names: installed.map(({ file }) => file),
    digest: recordDigest,
  }, memory);
  const records = digests();
  const found: [string, string][] = [];
  for (const { name, version, file, editable } of installed) {
    // The record of one that is installed to be edited names a path, and none of its modules.
    const digest = editable === undefined ? records[file]! : (await seeFiles({
      place: ["editable", editable],
      folder: editable,
      names: sourcesBelow(editable),
    }, memory)).listing;
    found.push([name, `${version} ${digest.slice(0, DIGITS)}`.trimStart()]);
  }
  return found;
}
