import { applyProfile } from "../spec/apply_profile.ts";
import { applySettings } from "../spec/apply_settings.ts";
import { usageError } from "../../base/pipeline_error.ts";
import type { SweepResults } from "../sweep/decide_sweep.ts";
import { expand } from "./expand.ts";
import { findStage, folderOf, loadStage, stageNames } from "./load_stage.ts";
import { partLoader } from "./load_part.ts";
import type { StageModule } from "./stage_module.ts";
import { didYouMean } from "../../../common/did_you_mean.ts";
import { stageOrder } from "../spec/stage_order.ts";
import { parseSpec } from "../spec/parse_spec.ts";
import { parseRemembered } from "../yaml/remembered_yaml.ts";
import type { Pipeline } from "./pipeline.ts";
import {
  oneLine,
  type Problem,
  problemAt,
  throwProblems,
} from "../yaml/problem.ts";
import type { PipelineSpec } from "../spec/spec.ts";
import { wireStages } from "./wire.ts";

/** How a pipeline file is loaded. */
export interface LoadOptions {
  readonly folders: readonly string[];
  /** Folder of parsed files; without it they are parsed each time. */
  readonly parsed?: string;
  /** Name of the profile that is merged into the file. */
  readonly profile?: string | undefined;
  /** Settings of the command line, `path=value`. */
  readonly set?: readonly string[] | undefined;
  /** GPUs of an instance whose toolchain uses them and for which nothing else is said; default 0. */
  readonly gpus?: number;
  /** Results by which the trials of `tune:` are decided; without them the first round alone is known. */
  readonly results?: SweepResults;
}

/**
 * Reads, checks and expands a pipeline file.
 *
 * Throws a `PipelineError` of kind `usage` and one line for each problem, such as `experiments/x.yaml:12:9: Expected
 * method to be one of darts, sdarts-rs but found "sdart-rs" (did you mean sdarts-rs?)`.
 *
 * @param file Path of the file, as the user typed it.
 */
export async function loadPipeline(
  file: string,
  options: LoadOptions,
): Promise<Pipeline> {
  const text = readText(file);
  const memory = { file, folder: options.parsed };
  const { root, problems: syntax } = await parseRemembered(text, memory);
  throwProblems(file, syntax);
  const problems: Problem[] = [];
  const profiled = applyProfile(root, options.profile, problems);
  const spec = parseSpec(
    await applySettings(profiled, options.set ?? []),
    problems,
  );
  const where = { folders: options.folders, base: folderOf(file) };
  const modules = await loadModules(spec, where, problems);
  const order = stageOrder(spec, problems);
  const stages = wireStages(spec, modules, problems);
  const loader = partLoader(where.base);
  const { results = { values: new Map(), proposed: new Map() } } = options;
  // Few files have a sweep, and what decides its trials takes time to load.
  const sweep = spec.tune === undefined
    ? undefined
    : (await import("../sweep/pipeline_sweep.ts")).openSweep(
      spec.tune,
      stages,
      { results, problems },
    );
  const pipeline = await expand(
    spec,
    { file, order, stages, loader, sweep, gpus: options.gpus ?? 0 },
    problems,
  );
  throwProblems(file, problems);
  return pipeline;
}

async function loadModules(
  spec: PipelineSpec,
  where: { folders: readonly string[]; base: string },
  problems: Problem[],
): Promise<Map<string, StageModule>> {
  const modules = new Map<string, StageModule>();
  const loading = new Map<string, Promise<StageModule>>();
  const programs = new Map<string, string | undefined>();
  // A file may have thousands of stages of one module, which is looked for once.
  const paths = new Map<string, string | undefined>();
  let commands:
    | Promise<typeof import("./command_module.ts")>
    | undefined;
  const loads = [...spec.stages].map(async ([id, stage]) => {
    const { use, command } = stage;
    if (command !== undefined) {
      // Importing takes a while even for a loaded module, so it is imported once.
      const { commandModule } = await (commands ??= import(
        "./command_module.ts"
      ));
      const module = commandModule({ ...stage, command }, {
        base: where.base,
        path: Deno.env.get("PATH") ?? "",
        programs,
      }, problems);
      if (module !== undefined) modules.set(id, module);
      return;
    }
    const path = paths.getOrInsertComputed(
      use.value,
      () => findStage(use.value, where),
    );
    if (path === undefined) {
      const known = [...stageNames(where.folders), "command"];
      problems.push(problemAt(
        use,
        use.value.startsWith(".")
          ? `Expected use to be the path of a stage module but found ${use.value}, which does not exist`
          : `Expected use to be one of ${
            known.join(", ")
          } but found ${use.value}${didYouMean(use.value, known)}`,
      ));
      return;
    }
    try {
      // Importing a module again is slow, even a loaded one.
      const loaded = await loading.getOrInsertComputed(
        `${use.value}\n${path}`,
        () => loadStage(use.value, path),
      );
      modules.set(id, loaded);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(
        problemAt(
          use,
          `Cannot load stage ${use.value}: ${firstLine(reason)}`,
        ),
      );
    }
  });
  await Promise.all(loads);
  return modules;
}

function readText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw usageError(`${file} not found`);
    }
    throw usageError(
      `Cannot read pipeline file ${file}: ${
        oneLine(String((error as Error).message))
      }`,
    );
  }
  try {
    // One normal form in keys and paths, whatever the editor and the system prefer.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
      .normalize("NFC");
  } catch {
    throw usageError(`${file}:1:1: Expected UTF-8 text but found other bytes`);
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1).join();
}
