import { dirname, join, relative, resolve } from "node:path";
import { exists, isFile, namesIn } from "../../../base/read_files.ts";
import { ifPossible } from "../../../../common/if_possible.ts";
import { removeDeadDrafts } from "../../../beside/draft.ts";
import { writeBeside } from "../../../beside/write_beside.ts";
import type { RunCommand } from "../command.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { shownPath } from "../../../base/shown_path.ts";
import { writeOut } from "../../terminal/write_out.ts";

/** Names of files of the template that the made project has under another: npm leaves a `.gitignore` out of packages. */
const NAMES: Readonly<Record<string, string>> = { gitignore: ".gitignore" };

/**
 * `init [FOLDER]`: makes a project from the files of `template/`: an experiment, a stage and a method of its own, `.gitignore`,
 * a workflow for CI and a README. Overwrites nothing: where one of them is there, none is written, unless all that are
 * there are as a killed `init` left them.
 */
export const init: RunCommand = ({ words: [word = "."] }, { program }) => {
  const folder = resolve(word);
  const template = join(program, "template");
  const files = filesBelow(template).map((from) => {
    const name = relative(template, from);
    return { from, to: join(folder, NAMES[name] ?? name) };
  }).sort((a, b) => a.to < b.to ? -1 : 1);
  const killed = [...new Set(files.map(({ to }) => dirname(to)))]
    .filter(removeDeadDrafts).length > 0;
  const missing = files.filter(({ to }) => !exists(to));
  const taken = files.find(({ from, to }) =>
    exists(to) && (missing.length === 0 && !killed || !isSame(from, to))
  );
  if (taken !== undefined) {
    throw usageError(
      `Cannot make a project in ${word}: ${
        shownPath(taken.to)
      } is there, and nothing is overwritten`,
    );
  }
  for (const { from, to } of missing) {
    makeFolder(dirname(to));
    writeBeside(to, Deno.readFileSync(from), { fresh: true });
    writeOut(`wrote ${shownPath(to)}\n`);
  }
  const enter = folder === Deno.cwd() ? "" : `cd ${shownPath(folder)} && `;
  writeOut(`\nNext: ${enter}sdarts plan && sdarts run\n`);
};

function isSame(from: string, to: string): boolean {
  return ifPossible(() =>
    Deno.readTextFileSync(from) === Deno.readTextFileSync(to)
  ) ?? false;
}

function filesBelow(folder: string): string[] {
  return namesIn(folder).map((name) => join(folder, name)).flatMap((path) =>
    isFile(path) ? [path] : filesBelow(path)
  );
}

/** Makes a folder, or throws a `PipelineError` of kind `usage` where it cannot. */
function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (error) {
    throw usageError(
      `Cannot make the folder ${shownPath(path)}: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
}
