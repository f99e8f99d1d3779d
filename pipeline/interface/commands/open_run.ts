import type { OpenedPipeline } from "../../cache/key/action.ts";
import type { Arguments } from "./command.ts";
import { provenanceOf } from "../../cache/history/journal.ts";
import { chooseExecutor } from "./choose_executor.ts";
import { checkResources } from "../../execution/plan/machine_limits.ts";
import { openPipeline, type Project } from "../../execution/plan/project.ts";
import { pipelineOptions } from "./pipeline_options.ts";
import type { RunOptions } from "../../execution/run/run_pipeline.ts";
import type { RunPrinter } from "../terminal/run_printer.ts";

/** What every command that runs a pipeline has of its options, whatever it does with the results. */
export type OpenedRun =
  & OpenedPipeline
  & Pick<
    RunOptions,
    | "config"
    | "executor"
    | "endElsewhere"
    | "limits"
    | "jobs"
    | "began"
    | "provenance"
    | "report"
  >;

/**
 * Reads a pipeline file, checks that the machine can run it, and opens a printer.
 *
 * @param args The command line.
 * @param project The project.
 * @param show Makes the printer.
 * @returns Options of the run, and the printer.
 */
export async function openRun(
  args: Arguments,
  project: Project,
  show: (opened: OpenedPipeline) => RunPrinter,
): Promise<{ options: OpenedRun; printer: RunPrinter }> {
  const opened = await openPipeline(
    pipelineOptions(args, project),
    project,
  );
  const { executor, limits, jobs, endElsewhere } = await chooseExecutor(
    args.flags.executor ?? Deno.env.get("SDARTS_EXECUTOR"),
    project,
    opened.folders,
  );
  checkResources(opened, limits);
  const printer = show(opened);
  return {
    printer,
    options: {
      ...opened,
      config: project.config,
      executor,
      endElsewhere,
      limits,
      jobs: args.flags.jobs ?? jobs,
      began: 0,
      provenance: () => provenanceOf(project.folder),
      report: printer.report,
    },
  };
}
