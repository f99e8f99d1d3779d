import { basename, delimiter, isAbsolute, relative, resolve } from "node:path";
import type { CommandStage } from "./code_files.ts";
import { inProject, staysBelow } from "./project_file.ts";
import type { CommandFiles } from "./stage_module.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import { isFile } from "../../base/read_files.ts";
import { interpreterLine } from "../../base/interpreter_line.ts";

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
 * Finds the program of a command: one of the project, of which the command runs a copy, or one of the machine. A link of
 * the project to a program elsewhere, such as `.venv/bin/python`, is one of the machine, and so is one that is named by
 * its whole path.
 *
 * @param problems Gets a program that is missing or cannot be started.
 */
export function findProgram(
  { id, command }: CommandStage,
  places: CommandPlaces,
  problems: Problem[],
): CommandFiles["program"] | undefined {
  const [first] = command.run.items;
  const name = first?.type === "scalar" ? String(first.value) : "";
  const named = name.includes("/");
  const ofProject = named && !isAbsolute(name);
  const path = isAbsolute(name)
    ? isFile(name) ? name : undefined
    : named
    ? inProject(name, places.base)
    : onPath(name, places);
  const fault = path === undefined
    ? isAbsolute(name)
      ? `Expected a program but found no ${name}`
      : named
      ? `Expected a program below the folder of the pipeline file, or the whole path of another, but found ${name}`
      : `Expected a program on the PATH but found ${name}`
    : named
    ? startFault(name, path, places)
    : undefined;
  if (fault !== undefined) problems.push(problemAt(first ?? id, fault));
  if (fault !== undefined || path === undefined) return undefined;
  if (ofProject && staysBelow(places.base, path)) {
    return { name, path, own: relative(places.base, path).normalize("NFC") };
  }
  // A key must not change with the place of a program.
  return { name: isAbsolute(name) ? basename(name) : name, path };
}

/** Why the kernel could not start a program, if so. */
function startFault(
  name: string,
  path: string,
  places: CommandPlaces,
): string | undefined {
  if (!isExecutable(path)) {
    return `Expected a program that may be executed but found ${name} without that right: chmod +x ${name}`;
  }
  const line = interpreterLine(path);
  if (line === undefined) return undefined;
  if (line.endsWith("\r")) {
    return `Expected the first line of ${name} to end with LF but found CRLF: save it with Unix line endings`;
  }
  const [interpreter = "", ...words] = line.trim().split(/[ \t]+/);
  if (isAbsolute(interpreter) && !isExecutable(interpreter)) {
    return `Expected the interpreter of ${name} to be a program but found no ${interpreter}`;
  }
  if (basename(interpreter) !== "env") return undefined;
  const wanted = words.find((word) => !/^-|=/.test(word));
  return wanted === undefined || wanted.includes("/") ||
      onPath(wanted, places) !== undefined
    ? undefined
    : `Expected the interpreter of ${name} on the PATH but found no ${wanted}`;
}

function onPath(name: string, options: CommandPlaces): string | undefined {
  const { path, programs } = options;
  if (!programs.has(name)) {
    programs.set(
      name,
      path.split(delimiter).filter((folder) => folder !== "")
        .map((folder) => resolve(folder, name)).find(isExecutable),
    );
  }
  return programs.get(name);
}

function isExecutable(path: string): boolean {
  return isFile(path) &&
    (Deno.build.os === "windows" ||
      ((Deno.statSync(path).mode ?? 0) & 0o111) !== 0);
}
