import { delimiter, isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandFiles, StageModule } from "./stage_module.ts";
import { ANY_KIND } from "../spec/parse_command.ts";
import type { CommandSpec, StageSpec } from "../spec/spec.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { InputSpec } from "../../stage.ts";
import stage from "../../command/stage.ts";
import { isFile } from "../../base/read_files.ts";

/** Places in which the files and programs of commands are looked for. */
export interface CommandPlaces {
  /** Folder of the pipeline file. */
  readonly base: string;
  /** Value of PATH. */
  readonly path: string;
  /** Known programs of the PATH by name: each is looked for once. */
  readonly programs: Map<string, string | undefined>;
}

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
  const { command: { env, outputs }, needs } = spec;
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
    files: { base: places.base, code, program },
    definition: {
      ...stage,
      params: {
        parse: (value) => value,
        safeParse: (value) => ({
          success: true,
          data: {
            with: {},
            ...value as Record<string, unknown>,
            inputs: Object.keys(inputs),
            gathered,
            outputs: Object.keys(outputs),
            env,
          },
        }),
      },
      inputs,
      outputs,
      permissions: {
        run: [program.path],
        ffi: true,
        env,
        envUnkeyed: ["PATH", "TMPDIR", "CUDA_VISIBLE_DEVICES"],
      },
    } as StageModule["definition"],
  };
}

type CommandStage = StageSpec & { readonly command: CommandSpec };

function findProgram(
  { id, command }: CommandStage,
  places: CommandPlaces,
  problems: Problem[],
): CommandFiles["program"] | undefined {
  const [first] = command.run.items;
  const name = first?.type === "scalar" ? String(first.value) : "";
  const ofProject = name.includes("/");
  const path = ofProject ? inProject(name, places.base) : onPath(name, places);
  if (path !== undefined) return { name, path };
  problems.push(problemAt(
    first ?? id,
    ofProject
      ? `Expected a program below the folder of the pipeline file but found ${name}`
      : `Expected a program on the PATH but found ${name}`,
  ));
  return undefined;
}

/** Files of the project that enter the key: the program, arguments that name one, and `code`; sorted. */
function codeFiles(
  { id, command }: CommandStage,
  { program, base }: Pick<CommandFiles, "program" | "base">,
  problems: Problem[],
): string[] {
  const code = new Set<string>();
  if (program.name.includes("/")) code.add(relative(base, program.path));
  for (const item of command.run.items.slice(1)) {
    const text = item.type === "scalar" ? String(item.value) : "";
    const path = inProject(text, base);
    if (path !== undefined) code.add(relative(base, path));
  }
  for (const entry of command.code) {
    const files = filesBelow(resolve(base, entry.value));
    if (files === undefined) {
      problems.push(problemAt(
        entry,
        `Expected code to name files below the folder of the pipeline file but found no ${entry.value}`,
      ));
    }
    for (const file of files ?? []) code.add(relative(base, file));
  }
  for (const [output, { path }] of Object.entries(command.outputs)) {
    const taken = [...code].some((file) =>
      file === path || file.startsWith(`${path}/`)
    );
    if (!taken) continue;
    problems.push(problemAt(
      id,
      `Expected output ${output} to be another path than the code ${path}`,
    ));
  }
  return [...code].sort();
}

function inProject(text: string, base: string): string | undefined {
  if (text === "" || isAbsolute(text)) return undefined;
  const path = resolve(base, text);
  const below = relative(base, path);
  return below.startsWith("..") || !isFile(path) ? undefined : path;
}

function onPath(name: string, options: CommandPlaces): string | undefined {
  const { path, programs } = options;
  if (!programs.has(name)) {
    programs.set(
      name,
      path.split(delimiter).filter((folder) => folder !== "")
        .map((folder) => resolve(folder, name)).find(isFile),
    );
  }
  return programs.get(name);
}

function filesBelow(path: string): string[] | undefined {
  try {
    if (!Deno.statSync(path).isDirectory) return [path];
    return [...Deno.readDirSync(path)].flatMap(({ name }) =>
      name === ".git" || name === ".sdarts" || name === "node_modules"
        ? []
        : filesBelow(`${path}/${name}`) ?? []
    );
  } catch {
    return undefined;
  }
}
