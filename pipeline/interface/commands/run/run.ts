import type { RunCommand } from "../command.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { openRun } from "./open_run.ts";
import { runRounds } from "../../../execution/run/run_rounds.ts";
import { openShared } from "../../../cache/shared/open_shared.ts";
import { runPrinter } from "../../terminal/run_printer.ts";
import { stopOnSignals } from "../../terminal/stop_on_signals.ts";

/** `run FILE`: runs a pipeline. */
export const run: RunCommand = async (args, project) => {
  const { options, printer, reopen } = await openRun(
    args,
    project,
    ({ pipeline }) =>
      runPrinter({
        json: args.flags.json ?? false,
        total: pipeline.instances.length,
      }),
  );
  const { report } = printer;
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
  try {
    const outcome = await runRounds({
      ...options,
      results: `${project.folder}/results/${options.opened.pipeline.name}`,
      control: {
        keepGoing: args.flags["keep-going"] ?? false,
        wait: args.flags.wait ?? true,
        grace: args.flags.grace ?? 10,
        logLimit: (args.flags["log-limit"] ?? 16) * 2 ** 20,
        strict: args.flags.strict ?? false,
        stop: signals.stop,
        kill: signals.kill,
      },
    }, { reopen, openShared: shared });
    return outcome === "interrupted" ? signals.code() : EXIT[outcome];
  } finally {
    printer.close();
    signals.close();
  }
};
