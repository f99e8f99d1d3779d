import { printable } from "../../../common/printable.ts";
import { withoutLogins } from "../../../common/without_logins.ts";
import { parseArguments } from "./parse_arguments.ts";
import { COMMANDS } from "./command_table.ts";
import { diskFullError, isDiskFull } from "../../base/disk_error.ts";
import { EXIT } from "../../base/exit_codes.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { findProject } from "../../execution/plan/project.ts";
import { projectAround } from "../../execution/plan/project_folder.ts";

/** Paths, locks and signals are those of Unix. */
const WINDOWS =
  "Expected Linux or macOS but found Windows: run sdarts in WSL (`wsl --install`), which is Linux";

/**
 * Runs the command line and prints errors as lines on standard error.
 *
 * @param args Arguments of the program.
 * @param program Folder of the program.
 * @param os Operating system; tests pass another.
 */
export async function runCommandLine(
  args: readonly string[],
  program: string,
  os: string = Deno.build.os,
): Promise<number> {
  if (os === "windows") {
    console.error(WINDOWS);
    return EXIT.usage;
  }
  try {
    return await dispatch(args, program);
  } catch (caught) {
    const known = caught instanceof PipelineError || !isDiskFull(caught);
    const error = known ? caught : diskFullError("to the cache", caught);
    if (error instanceof PipelineError) {
      console.error(shown(error.message));
      return EXIT[error.kind];
    }
    // Unexpected error: print the message, and the stack when SDARTS_TRACE is set.
    const message = error instanceof Error ? error.message : String(error);
    console.error(shown(`Unexpected error: ${message}`));
    if (Deno.env.get("SDARTS_TRACE") !== undefined) console.error(error);
    return EXIT.failed;
  }
}

const shown = (text: string) => withoutLogins(printable(text));

async function dispatch(
  given: readonly string[],
  program: string,
): Promise<number> {
  const args = { ...parseArguments(given), given };
  const {
    project = projectAround(Deno.cwd()),
    cache = Deno.env.get("SDARTS_CACHE"),
  } = args.flags;
  const run = await COMMANDS[args.command]!.load();
  return await run(args, findProject({ program, project, cache })) || EXIT.done;
}
