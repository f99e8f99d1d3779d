import { relative, resolve } from "node:path";
import { ifPossible } from "../../../common/if_possible.ts";
import { listNames } from "../../base/list_names.ts";
import { inProject, isBelow, onDisk, staysBelow } from "./project_file.ts";
import type { CommandFiles } from "./stage_module.ts";
import type { CommandSpec, StageSpec } from "../spec/spec.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";

/** A stage that runs a command. */
export type CommandStage = StageSpec & { readonly command: CommandSpec };

/** Most files and folders below one entry of `code`. */
export const MOST_CODE_FILES = 100_000;

/** Folders that hold no code of the project. */
const PASSED_OVER = [".git", ".sdarts", "node_modules"];

/**
 * Files of the project that enter the key: the program, arguments that name one, and `code`; sorted.
 *
 * @param problems Gets files that are missing, lie elsewhere, or would be overwritten by an output.
 */
export function codeFiles(
  { id, command }: CommandStage,
  { program, base }: Pick<CommandFiles, "program" | "base">,
  problems: Problem[],
): string[] {
  const code = new Set<string>();
  if (program.own !== undefined) code.add(relative(base, program.path));
  for (const item of command.run.items.slice(1)) {
    const text = item.type === "scalar" ? String(item.value) : "";
    const path = inProject(text, base);
    if (path === undefined) continue;
    if (staysBelow(base, path)) code.add(relative(base, path));
    else problems.push(problemAt(item, leadsAway(text, path)));
  }
  for (const entry of command.code) {
    for (const file of listCode(entry.value, { base, at: entry, problems })) {
      code.add(relative(base, file));
    }
  }
  const names = new Map<string, string>();
  for (const file of code) {
    const name = file.normalize("NFC");
    if (names.has(name)) {
      problems.push(problemAt(
        id,
        `Expected names of code that differ in more than Unicode form but found ${name} twice`,
      ));
    }
    names.set(name, file);
  }
  for (const [output, { path }] of Object.entries(command.outputs)) {
    const taken = [...names.keys()].some((file) =>
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

/** Files that an entry of `code` names: itself, or those below it. */
function listCode(
  name: string,
  { base, at, problems }: {
    readonly base: string;
    readonly at: Place;
    readonly problems: Problem[];
  },
): string[] {
  const files: string[] = [];
  const root = Deno.realPathSync(base);
  let seen = 0;
  const visit = (path: string, above: readonly string[]): void => {
    if (++seen > MOST_CODE_FILES) {
      throw new RangeError(
        `Expected code to name at most ${MOST_CODE_FILES} files but found more below ${name}`,
      );
    }
    const shown = relative(base, path);
    const real = ifPossible(() => Deno.realPathSync(path));
    if (real === undefined) {
      // A link to nothing, such as an editor leaves.
      if (above.length > 0) return;
      throw new RangeError(
        `Expected code to name files below the folder of the pipeline file but found no ${shown}`,
      );
    }
    if (!isBelow(root, real)) throw new RangeError(leadsAway(shown, path));
    const info = Deno.statSync(real);
    if (info.isFile) files.push(path);
    else if (!info.isDirectory) {
      throw new RangeError(
        `Expected code to name files and folders but found a special file ${shown}`,
      );
    }
    // A link to a folder above would repeat it without end.
    if (!info.isDirectory || above.includes(real)) return;
    for (const name of listNames(path)) {
      if (PASSED_OVER.includes(name)) continue;
      visit(`${path}/${name}`, [...above, real]);
    }
  };
  try {
    visit(onDisk(resolve(base, name)), []);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) {
      throw error;
    }
    problems.push(problemAt(at, error.message));
  }
  return files;
}

function leadsAway(name: string, path: string): string {
  return `Expected files below the folder of the pipeline file but found the link ${name} to ${
    Deno.realPathSync(path)
  }`;
}
