import type { Arguments } from "./command.ts";
import { pipelineStatus } from "../../execution/live/pipeline_status.ts";
import { openPipeline, type Project } from "../../execution/plan/project.ts";
import { pipelineOptions } from "./pipeline_options.ts";
import { writeOut } from "../terminal/write_out.ts";

/**
 * `status FILE`: says how each instance stands. Takes no lock.
 *
 * @param args The command line.
 * @param project The project.
 * @returns Exit code 0.
 */
export async function status(
  args: Arguments,
  project: Project,
): Promise<number> {
  const opened = await openPipeline(
    pipelineOptions(args, project),
    project,
  );
  const entries = await pipelineStatus(opened);
  const counts: Record<string, number> = {};
  for (const { state } of entries) counts[state] = (counts[state] ?? 0) + 1;
  if (args.flags.json) {
    writeOut(
      `${
        JSON.stringify({
          pipeline: opened.pipeline.name,
          instances: entries,
          counts,
        })
      }\n`,
    );
    return 0;
  }
  const width = entries.reduce(
    (most, { instance }) => Math.max(most, instance.length),
    0,
  );
  const lines = entries.map(({ instance, state, reasons }) =>
    `${state.padEnd(10)} ${instance.padEnd(width)}  ${reasons.join("; ")}`
      .trimEnd() + "\n"
  );
  writeOut(lines.join(""));
  writeOut(
    `${
      Object.entries(counts).map(([state, count]) => `${state} ${count}`).join(
        ", ",
      )
    }\n`,
  );
  return 0;
}
