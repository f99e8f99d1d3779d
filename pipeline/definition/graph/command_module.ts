import { delimiter, isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { StageModule } from "./stage_module.ts";
import { ANY_KIND } from "../spec/parse_command.ts";
import type { CommandSpec, StageSpec } from "../spec/spec.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { InputSpec } from "../../stage.ts";
import stage from "../../command/stage.ts";
import { isFile } from "../../base/read_files.ts";

/** Where files and programs of commands are looked for. */
export interface CommandPlaces {
  /** Folder of the pipeline file. */
  readonly base: string;
  /** Value of PATH. */
  readonly path: string;
  /** Gets programs on the PATH by name, each of which is looked for once. */
  readonly programs: Map<string, string | undefined>;
}

/**
 * Makes a stage of a command: its program, and every argument that names a file of the project, are part of the key.
 *
 * @param spec The stage as the file writes it.
 * @param options Where its files and programs are looked for.
 * @param problems Gets files that are not there.
 * @returns The stage; `undefined` when it cannot run.
 */
export function commandModule(
  spec: StageSpec & { readonly command: CommandSpec },
  options: CommandPlaces,
  problems: Problem[],
): StageModule | undefined {
  const { command, needs } = spec;
  const { base } = options;
  const [first, ...rest] = command.run.items;
  const name = first?.type === "scalar" ? String(first.value) : "";
  const program = name.includes("/")
    ? inProject(name, base)
    : onPath(name, options);
  if (program === undefined) {
    problems.push(problemAt(
      first ?? spec.id,
      name.includes("/")
        ? `Expected a program below the folder of the pipeline file but found ${name}`
        : `Expected a program on the PATH but found ${name}`,
    ));
    return undefined;
  }
  const code = new Set<string>();
  if (name.includes("/")) code.add(relative(base, program));
  for (const item of rest) {
    const text = item.type === "scalar" ? String(item.value) : "";
    if (inProject(text, base) !== undefined) {
      code.add(relative(base, resolve(base, text)));
    }
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
    if (
      [...code].some((file) => file === path || file.startsWith(`${path}/`))
    ) {
      problems.push(problemAt(
        spec.id,
        `Expected output ${output} to be another path than the code ${path}`,
      ));
    }
  }
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
    files: { base, code: [...code].sort(), program: { name, path: program } },
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
            outputs: Object.keys(command.outputs),
            env: command.env,
          },
        }),
      },
      inputs,
      outputs: command.outputs,
      permissions: {
        run: [program],
        ffi: true,
        env: command.env,
        envUnkeyed: ["PATH", "TMPDIR", "CUDA_VISIBLE_DEVICES"],
      },
    } as StageModule["definition"],
  };
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
