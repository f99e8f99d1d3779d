import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Json } from "./base/canonical_json.ts";
import { gpusOf } from "./definition/spec/device_count.ts";
import { usualGpus } from "./execution/plan/machine_limits.ts";
import { inTurns } from "./in_turns.ts";
import { exists } from "./base/read_files.ts";
import { removeIfThere } from "./base/write_atomic.ts";
import { type CalledStage, calledStage, chosenParts } from "./called_stage.ts";
import { checkInputs, checkTakes, noMembers } from "./check_call.ts";
import { withPartNames } from "./definition/graph/instance_parts.ts";
import { notedProgress } from "./execution/job/noted_progress.ts";
import {
  type PartModules,
  stageContext,
} from "./execution/job/stage_context.ts";
import type { Member, Progress, StageDefinition } from "./stage.ts";
import { runHere } from "./stage_testing.ts";

/** A process has one tfjs, whose tensors two trainings would share. */
const inTurn = inTurns();

/** Where a called stage writes, and how it tells what it does. */
export interface CallOptions {
  /** Folder for the outputs, which is made where it is missing; outputs that are there already are an error. */
  readonly folder: string;
  /**
   * Folder of the state of a call that may be interrupted: a call with the same parameters and inputs continues from
   * it. Without one, an interrupted call begins anew.
   */
  readonly checkpoint?: string;
  /**
   * URLs of the modules that a pipeline would hand on from the stages before, by role: those of {@linkcode offeredModules},
   * or `space` for an architecture with operations of one's own.
   */
  readonly takes?: Readonly<Record<string, string>>;
  /** Called with the progress, about five times a second at most. */
  readonly onProgress?: (progress: Progress) => void;
  /** Called with each line that the stage logs. */
  readonly onLog?: (line: string) => void;
  /** Ends the call early, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Parameters and inputs of a called stage. */
export interface StageCall extends CallOptions {
  /** Parameters; those that are left out have their defaults. Paths of modules count from the working directory. */
  readonly params?: unknown;
  /** Path of the artifact of each single input. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Artifacts of each input that gathers. */
  readonly members?: Readonly<Record<string, readonly Member[]>>;
}

/**
 * Runs a stage in this process: no pipeline file, no cache, no sandbox. Its numbers are those of a pipeline.
 *
 * Native software that the stage declares is prepared, which may download it, and its variables, such as
 * `SDARTS_LIBTENSORFLOW`, are set in this process. Stages with native software wait for each other.
 *
 * @param declared The stage, or the address of the module that exports it, beside which a `toolchain.ts` may lie.
 * @returns Absolute path of each output by its name. After an error none is there.
 * @throws {TypeError} If a parameter or an input is wrong, or an output is there already.
 *
 * @example A stage of one's own
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { z } from "zod";
 * import { callStage } from "./call_stage.ts";
 * import { defineStage } from "./stage.ts";
 *
 * const greet = defineStage({
 *   name: "greet",
 *   description: "writes a greeting",
 *   params: z.strictObject({ who: z.string().default("you") }),
 *   inputs: {},
 *   outputs: { text: { kind: "text", path: "greeting.txt" } },
 *   run: async ({ params, output }) => {
 *     await Deno.writeTextFile(output("text"), `hello ${params.who}\n`);
 *   },
 * });
 * const folder = await Deno.makeTempDir();
 * const made = await callStage(greet, { folder });
 * assertEquals(await Deno.readTextFile(made["text"]!), "hello you\n");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function callStage<P>(
  declared: StageDefinition<P> | URL,
  call: StageCall,
): Promise<Readonly<Record<string, string>>> {
  const { stage, note } = await calledStage(declared);
  const run = () => runCall({ stage, note }, call);
  return stage.toolchain === undefined ? run() : inTurn(run);
}

async function runCall<P>(
  { stage, note }: CalledStage<P>,
  call: StageCall,
): Promise<Readonly<Record<string, string>>> {
  const { inputs = {}, members = {}, takes = {} } = call;
  const { onProgress = () => {} } = call;
  const { signal = new AbortController().signal } = call;
  signal.throwIfAborted();
  const { given, parts } = await chosenParts(stage, call.params);
  checkTakes(stage, { inputs, takes });
  const taken = Object.entries(takes).map(([role, url]) =>
    [role, fileURLToPath(url)] as const
  );
  const params = withPartNames(given as Json, parts.names);
  checkInputs(stage, [...Object.keys(inputs), ...Object.keys(members)]);
  const folder = resolve(call.folder);
  const work = join(folder, ".partial");
  const paths = outputPaths(stage, folder, work);
  const left = leftOutputs(paths, work);
  const grant = await stage.toolchain?.prepare(onProgress, {
    gpus: gpusOf(
      stage.resources?.(params as P, parts.loaded) ?? {},
      stage.toolchain.usesGpu === true ? usualGpus() : 0,
    ),
  });
  for (const [name, value] of Object.entries(grant?.env ?? {})) {
    Deno.env.set(name, value);
  }
  const checkpoint = resolve(call.checkpoint ?? join(work, "checkpoint"));
  for (const { to } of left) removeIfThere(to);
  removeIfThere(work);
  const targets = [...paths.map(({ from }) => dirname(from)), checkpoint];
  for (const path of targets) await Deno.mkdir(path, { recursive: true });
  try {
    const context = stageContext<P>({
      stage: stage.name,
      params,
      choices: stage.choices?.(params as P, parts.loaded) as Json,
      parts: await importParts({
        ...parts.modules,
        ...Object.fromEntries(taken),
      }),
      inputs,
      members: { ...noMembers(stage), ...members },
      outputs: Object.fromEntries(paths.map(({ name, from }) => [name, from])),
      checkpoint,
      graph: [],
    }, {
      send: (message) => {
        if (message.type === "progress") {
          onProgress(notedProgress(message.progress, note, params as P));
        }
        if (message.type === "log") call.onLog?.(message.line);
      },
      signal,
      now: () => performance.now(),
    });
    await runHere(stage, context);
    await Deno.rename(join(work, "out"), join(work, "whole"));
    for (const { whole, to } of paths) {
      await Deno.mkdir(dirname(to), { recursive: true });
      await Deno.rename(whole, to);
    }
    removeIfThere(checkpoint);
  } finally {
    removeIfThere(work);
  }
  return Object.fromEntries(paths.map(({ name, to }) => [name, to]));
}

/** Paths of an output. */
interface OutputPaths {
  readonly name: string;
  /** Where the stage writes it. */
  readonly from: string;
  /** Where it lies once all outputs are written. */
  readonly whole: string;
  /** Where it ends up. */
  readonly to: string;
}

function outputPaths(
  { outputs }: Pick<CalledStage<never>["stage"], "outputs">,
  folder: string,
  work: string,
): OutputPaths[] {
  return Object.entries(outputs).map(([name, { path }]) => ({
    name,
    from: join(work, "out", path),
    whole: join(work, "whole", path),
    to: join(folder, path),
  }));
}

/**
 * Outputs that an earlier call had moved to their places when it was killed, before it had moved all. Throws a
 * `TypeError` for others that are there.
 */
function leftOutputs(
  paths: readonly OutputPaths[],
  work: string,
): OutputPaths[] {
  const left = exists(join(work, "whole"))
    ? paths.filter(({ whole }) => !exists(whole))
    : [];
  const present = paths.find((path) => !left.includes(path) && exists(path.to));
  if (present === undefined) return left;
  throw new TypeError(
    `Expected a folder without outputs but found ${present.to}`,
  );
}

async function importParts(
  paths: Readonly<Record<string, string>>,
): Promise<PartModules> {
  const modules = Object.entries(paths).map(async ([role, path]) =>
    [role, await import(pathToFileURL(path).href)] as const
  );
  return Object.fromEntries(await Promise.all(modules));
}
