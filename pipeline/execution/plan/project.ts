import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import { thisMachine } from "../../cache/key/action_key.ts";
import type { Arguments } from "../../interface/cli/parse_arguments.ts";
import { cacheFolders } from "../../cache/store/cache_folders.ts";
import { codeReader } from "../../cache/key/code_digest.ts";
import type { FlagValues } from "../../interface/commands/flags.ts";
import { fileDigests } from "../../base/file_digests.ts";
import { loadPipeline } from "../../definition/graph/load_pipeline.ts";
import type { DenoLock } from "../../cache/key/lock_integrity.ts";
import { shownPath } from "../../base/shown_path.ts";
import { readTextIfThere } from "../../base/read_text.ts";
import { readImportMap } from "../../cache/key/resolve_specifier.ts";
import { selectInstances } from "../../definition/graph/select_instances.ts";
import { createToolchains } from "../../cache/key/toolchains.ts";

/** A project folder with its parts. */
export interface Project {
  /** The folder: relative paths of modules, results and the cache start here. */
  readonly folder: string;
  /** Cache folder. */
  readonly cache: string;
  /** deno.json of the stage processes. */
  readonly config: string;
  /** Folders with stages. */
  readonly stages: readonly string[];
}

/** This program's own folder, which has the stages that every project can use. */
const HOME = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/** Finds the project that a command line means. */
export function findProject(
  args: Pick<FlagValues, "project" | "cache">,
  env: (name: string) => string | undefined,
): Project {
  const folder = args.project === undefined ? HOME : resolve(args.project);
  const cache = resolve(
    args.cache ?? env("SDARTS_CACHE") ?? `${folder}/.sdarts`,
  );
  const stages = [...new Set([`${folder}/stages`, `${HOME}/stages`])];
  return { folder, cache, config: `${HOME}/deno.json`, stages };
}

/** The pipeline file that a command line means: the quickstart where it names none. */
export function pipelineFile(
  args: Pick<Arguments, "words">,
  project: Project,
): string {
  return args.words[0] ??
    shownPath(`${project.folder}/experiments/quickstart.yaml`);
}

/** Reads a pipeline file and gets ready to compute keys. */
export async function openPipeline(
  args: Pick<Arguments, "words" | "flags">,
  project: Project,
): Promise<OpenedPipeline> {
  const folders = cacheFolders(project.cache);
  const whole = await loadPipeline(pipelineFile(args, project), {
    folders: project.stages,
    parsed: folders.parsed,
    profile: args.flags.profile,
    set: args.flags.set,
  });
  const code = codeReader({
    nameOf: (path) => moduleName(path, project.folder),
    imports: readImportMap(project.config),
    lock: readLock(`${HOME}/deno.lock`),
    emit: folders.emit,
    count: args.flags["code-hash"] ?? "emitted",
  });
  const { pipeline, mayRun } = selectInstances(whole, args.flags);
  return {
    pipeline,
    mayRun,
    folders,
    code,
    toolchains: createToolchains(),
    digestOf: fileDigests(Date.now),
    machine: thisMachine(),
  };
}

function moduleName(path: string, folder: string): string {
  const name = relative(folder, path);
  return name.startsWith("..") ? relative(HOME, path) : name;
}

function readLock(path: string): DenoLock {
  return JSON.parse(readTextIfThere(path) ?? "{}") as DenoLock;
}
