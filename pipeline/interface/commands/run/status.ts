import type { RunCommand } from "../command.ts";
import { pipelineStatus } from "../../../execution/live/pipeline_status.ts";
import { openNamed } from "../pipeline_options.ts";
import { sweepLine } from "./sweep_line.ts";
import { stateLines } from "../../terminal/state_lines.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/** `status FILE`: shows the state of each instance. Takes no lock. */
export const status: RunCommand = async (args, project) => {
  const opened = await openNamed(args, project);
  const entries = await pipelineStatus(opened);
  const counts: Record<string, number> = {};
  for (const { state } of entries) counts[state] = (counts[state] ?? 0) + 1;
  if (args.flags.json) {
    const { name, sweep } = opened.pipeline;
    return writeJson({
      pipeline: name,
      instances: entries,
      counts,
      sweep: sweep?.plan,
    });
  }
  const sums = Object.entries(counts).map(([state, n]) => `${state} ${n}`);
  writeOut(
    `${stateLines(entries, 10)}${sweepLine(opened)}${sums.join(", ")}\n`,
  );
};
