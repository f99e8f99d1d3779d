import { type Arguments, parseArguments } from "./parse_arguments.ts";
import { commandOf } from "./command_table.ts";
import { writing } from "../../base/disk_error.ts";
import { EXIT, ExitError } from "../../base/exit_error.ts";
import { findProject } from "../../execution/plan/project.ts";

/**
 * Runs the command line; errors are shown as lines on standard error.
 *
 * @param args Arguments of the program.
 * @returns Exit code.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    return await dispatch(parseArguments(args));
  } catch (error) {
    if (error instanceof ExitError) {
      console.error(error.message);
      return error.code;
    }
    const full = diskFullText(error);
    if (full !== undefined) {
      console.error(full);
      return EXIT.failed;
    }
    // Not one of the errors that we know: the trace is for whoever mends it.
    console.error(
      `Cannot go on: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (Deno.env.get("SDARTS_TRACE") !== undefined) console.error(error);
    return EXIT.failed;
  }
}

async function dispatch(args: Arguments): Promise<number> {
  const project = findProject(args.flags, (name) => Deno.env.get(name));
  return await commandOf(args.command).run(args, project);
}

function diskFullText(error: unknown): string | undefined {
  try {
    writing("to the cache", () => {
      throw error;
    });
  } catch (found) {
    if (found instanceof ExitError) return found.message;
  }
  return undefined;
}
