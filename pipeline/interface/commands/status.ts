import type { Arguments } from "./command.ts";
import { EXIT } from "../../base/exit_codes.ts";
import { pipelineStatus } from "../../execution/live/pipeline_status.ts";
import { openPipeline, type Project } from "../../execution/plan/project.ts";
import { pipelineOptions } from "./pipeline_options.ts";
import { stateLines } from "../terminal/state_lines.ts";
import { writeJson, writeOut } from "../terminal/write_out.ts";

/** `status FILE`: shows the state of each instance. Takes no lock. */
export async function status(
  args: Arguments,
  project: Project,
): Promise<number> {
  const opened = await openPipeline(pipelineOptions(args, project), project);
  const entries = await pipelineStatus(opened);
  const counts: Record<string, number> = {};
  for (const { state } of entries) counts[state] = (counts[state] ?? 0) + 1;
  if (args.flags.json) {
    const { name } = opened.pipeline;
    writeJson({ pipeline: name, instances: entries, counts });
    return EXIT.done;
  }
  const sums = Object.entries(counts).map(([state, n]) => `${state} ${n}`);
  writeOut(`${stateLines(entries, 10)}${sums.join(", ")}\n`);
  return EXIT.done;
}
