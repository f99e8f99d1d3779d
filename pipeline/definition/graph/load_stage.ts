import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onDisk } from "./project_file.ts";
import type { StageModule } from "./stage_module.ts";
import type {
  ForeseeFacts,
  NoteProgress,
  StageDefinition,
  Toolchain,
} from "../../stage.ts";
import { isFile, namesIn } from "../../base/read_files.ts";

/** Folders in which stage modules are looked for. */
export interface StageFolders {
  /** Folders that hold `<name>/stage.ts`, first match wins. */
  readonly folders: readonly string[];
  /** Folder of the pipeline file, to which `./` in `use:` is relative. */
  readonly base: string;
}

/** Names of the stages that `use:` can name without a path. */
export function stageNames(folders: readonly string[]): string[] {
  const names = folders.flatMap((folder) =>
    namesIn(folder).filter((name) => isFile(resolve(folder, name, "stage.ts")))
  );
  return [...new Set(names)].sort();
}

/**
 * Path of the module that a `use:` names.
 *
 * @param use Stage name, or a path that starts with `./` or `../`.
 * @returns The path, or `undefined` when there is no such file.
 */
export function findStage(
  use: string,
  where: StageFolders,
): string | undefined {
  if (/^\.\.?\//.test(use)) {
    const path = onDisk(resolve(where.base, use));
    return isFile(path) ? path : undefined;
  }
  if (!/^[A-Za-z0-9_-]+$/.test(use)) return undefined;
  return where.folders.map((folder) => resolve(folder, use, "stage.ts")).find(
    isFile,
  );
}

/**
 * Imports a stage module and checks that it is one.
 *
 * The module runs with the rights of the command line, so it should only declare: the work belongs into `run`.
 */
export async function loadStage(
  use: string,
  path: string,
): Promise<StageModule> {
  const module = await import(pathToFileURL(path).href) as {
    default?: unknown;
  };
  const definition = module.default;
  const missing = definitionTrouble(definition);
  if (missing !== undefined) {
    throw new TypeError(
      `Expected the default export to be a stage of defineStage() but found ${missing}`,
    );
  }
  const stage = definition as StageDefinition<unknown>;
  const toolchain = await loadBeside<Toolchain>(path, "toolchain");
  if (toolchain !== undefined && stage.toolchain !== undefined) {
    throw new TypeError(
      "Expected one toolchain but found toolchain.ts beside stage.ts and another in the declaration",
    );
  }
  const work = stage.module === undefined ? undefined : workPath(stage.module);
  return {
    use,
    path,
    ...(work === undefined ? {} : { work }),
    definition: stage,
    toolchain: toolchain ?? stage.toolchain,
    facts: await loadBeside<ForeseeFacts<unknown>>(path, "facts"),
    note: await loadBeside<NoteProgress<unknown>>(path, "note"),
  };
}

/**
 * Loads the export `name` of the module `<name>.ts` beside a `stage.ts`: code that the stage's key must not depend on.
 *
 * @param name Name of the export and of its file.
 * @returns The export; undefined without such a file.
 */
export async function loadBeside<T>(
  path: string,
  name: "estimate" | "facts" | "note" | "toolchain",
): Promise<T | undefined> {
  if (basename(path) !== "stage.ts") return undefined;
  const beside = join(dirname(path), `${name}.ts`);
  if (!isFile(beside)) return undefined;
  const module = await import(pathToFileURL(beside).href) as Record<
    string,
    T | undefined
  >;
  return module[name];
}

/** Path of the module that a declaration names. */
function workPath(url: string): string {
  const path = URL.canParse(url) && url.startsWith("file:")
    ? fileURLToPath(url)
    : undefined;
  if (path === undefined || !isFile(path)) {
    throw new TypeError(
      `Expected \`module\` to be the URL of a file, as import.meta.resolve("./run.ts") gives it, but found ${url}`,
    );
  }
  return path;
}

function definitionTrouble(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) {
    return value === undefined ? "no default export" : typeof value;
  }
  const stage = value as Partial<StageDefinition<unknown>>;
  if (typeof stage.name !== "string") return "no name";
  if (typeof stage.params?.safeParse !== "function") {
    return "no zod schema in params";
  }
  if (typeof stage.inputs !== "object") return "no inputs";
  if (typeof stage.outputs !== "object") return "no outputs";
  if (stage.run !== undefined && stage.module !== undefined) {
    return "both run and module";
  }
  if (stage.module === undefined && typeof stage.run !== "function") {
    return "neither run nor module";
  }
  return outputTrouble(stage.outputs);
}

function outputTrouble(
  outputs: StageDefinition<unknown>["outputs"],
): string | undefined {
  const paths: [string, string][] = [];
  for (const [name, { path }] of Object.entries(outputs)) {
    const steps = path.split("/");
    if (
      path.startsWith("/") ||
      steps.some((step) => step === "" || step === "." || step === "..")
    ) {
      return `path "${path}" of output ${name}, which leaves the output folder`;
    }
    for (const [other, taken] of paths) {
      if (
        taken === path || taken.startsWith(`${path}/`) ||
        path.startsWith(`${taken}/`)
      ) {
        return `outputs ${other} and ${name} with the overlapping paths ${taken} and ${path}`;
      }
    }
    paths.push([name, path]);
  }
  return undefined;
}

/** Folder of a file. */
export function folderOf(path: string): string {
  return dirname(resolve(path));
}
