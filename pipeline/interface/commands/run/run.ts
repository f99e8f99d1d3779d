import type { RunCommand } from "../command.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { type OpenedRun, openRun, runControl } from "./open_run.ts";
import { logCommand, type RunResults, runResults } from "./run_details.ts";
import { expectedSeconds, timeLeft } from "./time_left.ts";
import type { OpenedPipeline } from "../../../cache/key/action.ts";
import type { RunEvent } from "../../../execution/live/run_event.ts";
import { shownPath } from "../../../base/shown_path.ts";
import {
  beginHistory,
  type RunEnd,
} from "../../../cache/history/run_history.ts";
import { runRounds } from "../../../execution/run/run_rounds.ts";
import { openShared } from "../../../cache/shared/open_shared.ts";
import { runPrinter } from "../../terminal/run_printer.ts";
import { stopOnSignals } from "../../terminal/stop_on_signals.ts";

/** `run FILE`: runs a pipeline. */
export const run: RunCommand = async (args, project) => {
  let results: RunResults | undefined;
  let known: OpenedPipeline | undefined;
  const { options, printer, reopen } = await openRun(
    args,
    project,
    (opened) => {
      known = opened;
      results = runResults(() => known ?? opened);
      return runPrinter({
        json: args.flags.json ?? false,
        total: opened.pipeline.instances.length,
        headline: results.headline,
        outcome: results.outcome,
        logCommand: logCommand(args.flags),
        timeLeft: timeLeft(expectedSeconds(opened)),
      });
    },
  );
  const report = (event: RunEvent) => {
    results?.note(event);
    printer.report(event);
  };
  const shared = () =>
    openShared({
      folder: project.folder,
      folders: options.opened.folders,
      flag: args.flags.shared,
      readOnly: args.flags["shared-read-only"] ?? false,
      env: (name) => Deno.env.get(name),
      warn: (message) => report({ type: "warning", message }),
    });
  const signals = stopOnSignals(report);
  const end = noteRun(options);
  let status: RunEnd["status"] = "failed";
  let id: string | undefined;
  try {
    const outcome = await runRounds({
      ...options,
      report,
      recorded: (name) => id = name,
      results: `${project.folder}/results/${options.opened.pipeline.name}`,
      control: runControl(args.flags, signals),
    }, {
      reopen: async () => known = await reopen(),
      openShared: shared,
    });
    if (outcome === "done" || outcome === "interrupted") status = outcome;
    return outcome === "interrupted" ? signals.code() : EXIT[outcome];
  } finally {
    end(status, { id, ...results?.end() });
    printer.close();
    signals.close();
  }
};

/** Notes in the history that a run begins; what it returns notes how it ended. */
function noteRun({ opened: { pipeline, folders }, origin }: OpenedRun) {
  const began = Date.now();
  const end = beginHistory(folders, {
    pipeline: pipeline.name,
    file: shownPath(pipeline.file),
    arguments: origin.command.replace(/^sdarts (run )?/, ""),
  });
  return (
    status: RunEnd["status"],
    results: Pick<RunEnd, "id"> & ReturnType<RunResults["end"]>,
  ) =>
    end({
      status,
      seconds: (Date.now() - began) / 1000,
      ...results,
    });
}
