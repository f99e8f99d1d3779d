import type { Workbench } from "./action.ts";
import type { Arguments } from "./arguments.ts";
import { EXIT } from "./exit_error.ts";
import { provenanceOf } from "./journal.ts";
import { checkResources, machineLimits } from "./machine_limits.ts";
import { openPipeline, type Project } from "./project.ts";
import type { RunEvent } from "./run_event.ts";
import { runPipeline } from "./run_pipeline.ts";
import { openShared } from "./shared/open_shared.ts";
import { textView, type View } from "./text_view.ts";
import { writeOut } from "./write_out.ts";

/** A second Ctrl-C within this time is the first one, delivered twice (by the terminal and by `deno task`). */
const ECHO = 300;

/**
 * `run FILE`: runs a pipeline.
 *
 * @param args The command line.
 * @param project The project.
 * @returns Exit code.
 */
export async function commandRun(
  args: Arguments,
  project: Project,
): Promise<number> {
  let report = (_event: RunEvent) => {};
  const bench = await openPipeline(
    args,
    project,
    (toolchain, progress) => report({ type: "prepare", toolchain, progress }),
  );
  const limits = machineLimits();
  checkResources(bench.pipeline, limits);
  const view = args.flags.json ? jsonView() : peopleView(bench);
  report = view.report;
  const shared = await openShared({
    folder: project.folder,
    folders: bench.folders,
    flag: args.flags.shared,
    readOnly: args.flags["shared-read-only"] ?? false,
    env: (name) => Deno.env.get(name),
    warn: (message) => report({ type: "warning", message }),
  });
  const stop = new AbortController();
  const kill = new AbortController();
  const signals = signalHandlers({ stop, kill, report });
  Deno.addSignalListener("SIGINT", signals.onInterrupt);
  Deno.addSignalListener("SIGTERM", signals.onTerminate);
  const timer = setInterval(view.tick, 200);
  try {
    const { code } = await runPipeline({
      ...bench,
      config: project.config,
      results: `${project.folder}/results/${bench.pipeline.name}`,
      limits,
      jobs: args.flags.jobs ?? limits.cpus,
      keepGoing: args.flags["keep-going"] ?? false,
      wait: args.flags.wait ?? true,
      grace: args.flags.grace ?? 10,
      stop: stop.signal,
      kill: kill.signal,
      report,
      shared,
      began: 0,
      provenance: () => provenanceOf(project.folder),
    });
    return code === EXIT.interrupted ? signals.code() : code;
  } finally {
    clearInterval(timer);
    view.close();
    Deno.removeSignalListener("SIGINT", signals.onInterrupt);
    Deno.removeSignalListener("SIGTERM", signals.onTerminate);
  }
}

interface SignalHandlers {
  readonly onInterrupt: () => void;
  readonly onTerminate: () => void;
  /** Exit code for the first signal. */
  readonly code: () => number;
}

function signalHandlers(
  run: {
    readonly stop: AbortController;
    readonly kill: AbortController;
    readonly report: (event: RunEvent) => void;
  },
): SignalHandlers {
  let first: { readonly time: number; readonly code: number } | undefined;
  const take = (code: number) => {
    const time = performance.now();
    if (first === undefined) {
      first = { time, code };
      run.report({ type: "interrupted" });
      run.stop.abort(new DOMException("The run was interrupted", "AbortError"));
    } else if (time - first.time > ECHO) {
      run.kill.abort();
    }
  };
  return {
    onInterrupt: () => take(EXIT.interrupted),
    onTerminate: () => take(EXIT.terminated),
    code: () => first?.code ?? EXIT.interrupted,
  };
}

function jsonView(): View {
  return {
    report: (event) => writeOut(`${JSON.stringify(event)}\n`),
    tick: () => {},
    close: () => {},
  };
}

function peopleView(bench: Workbench): View {
  const terminal = Deno.stdout.isTerminal();
  return textView({
    write: writeOut,
    total: bench.pipeline.instances.length,
    width: () => terminal ? consoleWidth() : undefined,
    color: terminal && !Deno.noColor,
    now: () => performance.now() / 1000,
  });
}

function consoleWidth(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 80;
  }
}
