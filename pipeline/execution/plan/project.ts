import { relative, resolve } from "node:path";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import { thisMachine } from "../../cache/key/action_key.ts";
import { cacheFolders } from "../../cache/store/cache_folders.ts";
import { codeReader } from "../../cache/key/code_digest.ts";
import { fileDigests } from "../../base/file_digests.ts";
import type { OutsideReader } from "../../cache/outside/outside_inputs.ts";
import type { EnvironmentReader } from "../../cache/outside/python_environment.ts";
import type { FileMemory } from "../../cache/outside/remembered_files.ts";
import { loadPipeline } from "../../definition/graph/load_pipeline.ts";
import type { Pipeline } from "../../definition/graph/pipeline.ts";
import type { DenoLock } from "../../cache/key/lock_integrity.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import type { SweepResults } from "../../definition/sweep/decide_sweep.ts";
import type { FoundValues } from "./sweep_values.ts";
import { readImportMap } from "../../cache/key/resolve_specifier.ts";
import { selectInstances } from "../../definition/graph/select_instances.ts";
import { createToolchains } from "../../cache/key/toolchains.ts";
import type { ToolchainNodes } from "../../stage.ts";
import { usualGpus } from "./machine_limits.ts";

/** A project: a folder with stages, results and a cache. */
export interface Project {
  /** The folder: relative paths of modules, results and the cache start here. */
  readonly folder: string;
  /** This program's own folder, whose stages every project can use. */
  readonly program: string;
  readonly cache: string;
  /** deno.json of the stage processes. */
  readonly config: string;
  readonly stages: readonly string[];
}

/**
 * Finds a project and its parts.
 *
 * @param options The program's folder; the project's (default: the program's) and its cache (default: `.sdarts`).
 */
export function findProject(
  options: {
    readonly program: string;
    readonly project?: string | undefined;
    readonly cache?: string | undefined;
  },
): Project {
  const { program } = options;
  const folder = resolve(options.project ?? program);
  return {
    folder,
    program,
    cache: resolve(options.cache ?? `${folder}/.sdarts`),
    config: `${program}/deno.json`,
    stages: [...new Set([`${folder}/stages`, `${program}/stages`])],
  };
}

/** A pipeline file and how to read it. */
export interface PipelineOptions {
  readonly file: string;
  /** Profile of the file to apply. */
  readonly profile?: string | undefined;
  /** Changes to the file: `PATH=VALUE`. */
  readonly set?: readonly string[] | undefined;
  /** Selectors of the only instances that may run. */
  readonly only?: readonly string[] | undefined;
  /** Selectors of instances that may run together with all that they need. */
  readonly until?: readonly string[] | undefined;
  /** Whether a key counts the code as emitted (default) or all its bytes. */
  readonly codeHash?: "emitted" | "bytes" | undefined;
  /** Nodes that run the stages; undefined if this machine does. */
  readonly nodes?: ToolchainNodes | undefined;
  /** Results that decide a sweep, in place of those in the cache. */
  readonly decidedBy?: FoundValues | undefined;
}

/**
 * Reads a pipeline file and prepares for computing keys. The trials of a sweep are decided as far as the cache has the
 * results.
 */
export async function openPipeline(
  options: PipelineOptions,
  project: Project,
): Promise<OpenedPipeline> {
  const folders = cacheFolders(project.cache);
  const proposed: SweepResults["proposed"] = new Map();
  const load = (found: Omit<SweepResults, "proposed">) =>
    loadPipeline(options.file, {
      folders: project.stages,
      parsed: folders.parsed,
      profile: options.profile,
      set: options.set,
      results: { ...found, proposed },
      gpus: options.nodes === undefined ? usualGpus() : 0,
    });
  const memory = { folder: folders.outside, now: Date.now };
  const { decidedBy } = options;
  let whole = await load(decidedBy ?? { values: new Map() });
  const code = codeReader({
    nameOf: (path) => moduleName(path, project),
    roots: [project.folder, project.program],
    imports: readImportMap(project.config),
    lock: readLock(`${project.program}/deno.lock`),
    emit: folders.emit,
    count: options.codeHash ?? "emitted",
    // Instances of later rounds may be selected.
    entries: codeEntries(
      whole.sweep === undefined
        ? selectInstances(whole, options).pipeline
        : whole,
    ),
  });
  const tools = {
    profile: options.profile,
    folders,
    code,
    toolchains: createToolchains(options.nodes),
    digestOf: fileDigests(Date.now),
    environmentOf: environmentsOfCommands(memory),
    outside: outsideOfInstances(memory),
    machine: thisMachine(),
  };
  let known = 0;
  let lost: ReadonlySet<string> = decidedBy?.lostInstances ?? new Set();
  while (whole.sweep !== undefined && decidedBy === undefined) {
    const { sweepValues } = await import("./sweep_values.ts");
    const found = await sweepValues({ ...tools, pipeline: whole }, whole.sweep);
    lost = found.lostInstances;
    if (found.values.size === known) break;
    known = found.values.size;
    whole = await load(found);
  }
  return { ...tools, lost, ...selectInstances(whole, options) };
}

/** Tells the environments of commands; what looks for them is loaded for the first one. */
function environmentsOfCommands(memory: FileMemory): EnvironmentReader {
  let reader: Promise<EnvironmentReader> | undefined;
  const load = async () => {
    const { environmentReader } = await import(
      "../../cache/outside/python_environment.ts"
    );
    return environmentReader(Deno.env.get("PATH") ?? "", memory);
  };
  return async (files) => (await (reader ??= load()))(files);
}

/** Looks at files outside of the cache; what does is loaded for the first instance that reads one. */
function outsideOfInstances(memory: FileMemory): OutsideReader {
  let reader: Promise<OutsideReader> | undefined;
  const load = async () => {
    const { outsideReader } = await import(
      "../../cache/outside/outside_inputs.ts"
    );
    return outsideReader(memory);
  };
  return async (instance, options) =>
    instance.stage.module.definition.outside === undefined
      ? []
      : (await (reader ??= load()))(instance, options);
}

/** The modules that the stages of a pipeline run, with their parts. */
function codeEntries({ instances }: Pipeline): string[] {
  return [
    ...new Set(
      instances.flatMap(({ stage: { module }, parts }) => [
        module.work ?? module.path,
        ...Object.values(parts?.modules ?? {}),
      ]),
    ),
  ];
}

function moduleName(path: string, { folder, program }: Project): string {
  const name = relative(folder, path);
  return name.startsWith("..") ? relative(program, path) : name;
}

function readLock(path: string): DenoLock {
  return JSON.parse(readTextIfThere(path) ?? "{}") as DenoLock;
}
