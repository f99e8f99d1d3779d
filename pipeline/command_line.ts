import { type Arguments, parseArguments } from "./arguments.ts";
import { writing } from "./disk_error.ts";
import { EXIT, ExitError } from "./exit_error.ts";
import { helpText } from "./help.ts";
import { findProject } from "./project.ts";
import { shownPath } from "./publish.ts";
import { writeOut } from "./write_out.ts";

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
  if (args.command === "help") {
    writeOut(helpText());
    return EXIT.done;
  }
  const project = findProject(args, (name) => Deno.env.get(name));
  if (args.command === "verify") {
    const { commandVerify } = await import("./command_verify.ts");
    return commandVerify(args, project);
  }
  const file = args.file ??
    shownPath(`${project.folder}/experiments/quickstart.yaml`);
  switch (args.command) {
    case "run": {
      const { commandRun } = await import("./command_run.ts");
      return await commandRun(file, args, project);
    }
    case "plan": {
      const { commandPlan } = await import("./command_plan.ts");
      return await commandPlan(file, args, project);
    }
    case "status": {
      const { commandStatus } = await import("./command_status.ts");
      return await commandStatus(file, args, project);
    }
  }
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
