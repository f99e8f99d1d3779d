import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { codeFiles, type CommandStage } from "./code_files.ts";
import { type CommandPlaces, findProgram } from "./find_program.ts";
import { inProject, staysBelow } from "./project_file.ts";
import type { CommandFiles, StageModule } from "./stage_module.ts";
import { ANY_KIND } from "../spec/parse_command.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { InputSpec } from "../../stage.ts";
import stage from "../../command/stage.ts";

/**
 * Makes a stage of a command: its program, and every argument that names a file of the project, are part of the key.
 *
 * @param spec The stage as the file writes it.
 * @param places Where its files and programs are looked for.
 * @param problems Gets files that do not exist.
 * @returns The stage; `undefined` when it cannot run.
 */
export function commandModule(
  spec: CommandStage,
  places: CommandPlaces,
  problems: Problem[],
): StageModule | undefined {
  const program = findProgram(spec, places, problems);
  if (program === undefined) return undefined;
  const code = codeFiles(spec, { program, base: places.base }, problems);
  const { command: { env, outputs, shm }, needs } = spec;
  const lock = lockFile(spec, places.base, problems);
  const inputs: Record<string, InputSpec> = {};
  for (const [input, need] of needs) {
    const many = need.references.length > 1 ||
      need.references.some(({ gather }) => gather);
    inputs[input] = { kind: ANY_KIND, many };
  }
  const gathered = Object.keys(inputs).filter((input) => inputs[input]?.many);
  return {
    use: "command",
    path: fileURLToPath(import.meta.resolve("../../command/stage.ts")),
    files: {
      base: places.base,
      code,
      program,
      ...(lock === undefined ? {} : { lock }),
    },
    definition: {
      ...stage,
      params: {
        parse: (value) => value,
        safeParse: (value) => ({
          success: true,
          data: {
            with: {},
            ...withoutPath(value as Record<string, unknown>, program),
            inputs: Object.keys(inputs),
            gathered,
            outputs: Object.keys(outputs),
            env,
            ...(shm ? { shm } : {}),
          },
        }),
      },
      inputs,
      outputs,
      permissions: {
        run: [program.path],
        ffi: true,
        env,
        envUnkeyed: [
          "PATH",
          "TMPDIR",
          "CUDA_VISIBLE_DEVICES",
          "CUDA_DEVICE_ORDER",
        ],
      },
    } as StageModule["definition"],
  };
}

/** Parameters in which a program that is named by its whole path has its name alone. */
function withoutPath(
  params: Record<string, unknown>,
  { name, path }: CommandFiles["program"],
): Record<string, unknown> {
  const { run } = params;
  return Array.isArray(run) && run[0] === path
    ? { ...params, run: [name, ...run.slice(1)] }
    : params;
}

/** Path of the file that a stage names as its `lock`. */
function lockFile(
  { command: { lock } }: CommandStage,
  base: string,
  problems: Problem[],
): string | undefined {
  if (lock === undefined) return undefined;
  const path = inProject(lock.value, base);
  if (path !== undefined && staysBelow(base, path)) return relative(base, path);
  problems.push(problemAt(
    lock,
    `Expected lock to name a file below the folder of the pipeline file but found no ${lock.value}`,
  ));
  return undefined;
}
