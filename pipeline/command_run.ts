import type { Arguments } from "./arguments.ts";
import { EXIT } from "./exit_error.ts";
import { provenanceOf } from "./journal.ts";
import { checkResources, machineLimits } from "./machine_limits.ts";
import { openPipeline, type Project } from "./project.ts";
import type { RunEvent } from "./run_event.ts";
import { runPipeline } from "./run_pipeline.ts";
import { openShared } from "./shared/open_shared.ts";
import { runView } from "./run_view.ts";
import { stopOnSignals } from "./stop_on_signals.ts";

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
  const view = runView({
    json: args.flags.json ?? false,
    total: bench.pipeline.instances.length,
  });
  report = view.report;
  const shared = await openShared({
    folder: project.folder,
    folders: bench.folders,
    flag: args.flags.shared,
    readOnly: args.flags["shared-read-only"] ?? false,
    env: (name) => Deno.env.get(name),
    warn: (message) => report({ type: "warning", message }),
  });
  const signals = stopOnSignals(view.report);
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
      stop: signals.stop,
      kill: signals.kill,
      report,
      shared,
      began: 0,
      provenance: () => provenanceOf(project.folder),
    });
    return code === EXIT.interrupted ? signals.code() : code;
  } finally {
    view.close();
    signals.close();
  }
}
