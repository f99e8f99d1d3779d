import type { OpenedPipeline } from "../../../cache/key/action.ts";
import type { Arguments } from "../command.ts";
import { provenanceOf } from "../../../cache/history/journal.ts";
import { chooseExecutor } from "./choose_executor.ts";
import { checkResources } from "../../../execution/plan/machine_limits.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { openNamed } from "../pipeline_options.ts";
import { executorName } from "../stage_nodes.ts";
import type {
  RunControl,
  RunOptions,
} from "../../../execution/run/run_options.ts";
import { programVersion } from "../../../execution/plan/program_version.ts";
import { withoutLogins } from "../../../../common/without_logins.ts";
import { shellWord } from "../../../base/shell_word.ts";
import type { RunPrinter } from "../../terminal/run_printer.ts";
import type { StopSignals } from "../../terminal/stop_on_signals.ts";
import type { FlagValues } from "../flags.ts";

export type OpenedRun = Omit<RunOptions, "control" | "results" | "shared">;

/** Reads a pipeline file, checks that the machine can run it, and opens its printer. */
export async function openRun(
  args: Arguments,
  project: Project,
  print: (opened: OpenedPipeline) => RunPrinter,
): Promise<
  {
    options: OpenedRun;
    printer: RunPrinter;
    /** Opens the pipeline again, with the results that there are now. */
    reopen: () => Promise<OpenedPipeline>;
  }
> {
  const opened = await openNamed(args, project);
  const chosen = await chooseExecutor(
    executorName(args),
    project,
    opened.folders,
  );
  checkResources(opened, chosen.limits);
  const printer = print(opened);
  return {
    printer,
    reopen: async () => {
      const again = await openNamed(args, project);
      checkResources(again, chosen.limits);
      return again;
    },
    options: {
      opened,
      chosen: { ...chosen, jobs: args.flags.jobs ?? chosen.jobs },
      project: project.folder,
      config: project.config,
      began: 0,
      provenance: () => provenanceOf(project.folder),
      origin: {
        command: repeatable(args.given ?? []),
        version: () => programVersion(project.config),
      },
      report: printer.report,
    },
  };
}

/** How a run is ended, and what it does where a stage fails or is locked, by the flags of its command line. */
export function runControl(
  flags: FlagValues,
  { stop, kill }: StopSignals,
): RunControl {
  return {
    keepGoing: flags["keep-going"] ?? false,
    wait: flags.wait ?? true,
    grace: flags.grace ?? 10,
    logLimit: (flags["log-limit"] ?? 16) * 2 ** 20,
    strict: flags.strict ?? false,
    stop,
    kill,
  };
}

/** A command line to type in the folder of the project, on any machine; without passwords. */
function repeatable(args: readonly string[]): string {
  const kept = args.filter((arg, i) =>
    args[i - 1] !== "--project" && !/^--project(=|$)/.test(arg)
  );
  return withoutLogins(["sdarts", ...kept].map(shellWord).join(" "));
}
