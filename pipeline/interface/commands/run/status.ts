import { countBy } from "../../../../common/moments.ts";
import type { RunCommand } from "../command.ts";
import { planPipeline } from "../../../execution/plan/plan.ts";
import { openNamed } from "../pipeline_options.ts";
import { planCounts, planCountsText } from "./plan_counts.ts";
import { plannedStates } from "./plan_states.ts";
import { sweepLine } from "./sweep_line.ts";
import { stateLines } from "../../terminal/state_lines.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/**
 * `status FILE`: shows the state of each instance, and counts what a run would do, in the words of `plan`. Takes no lock.
 */
export const status: RunCommand = async (args, project) => {
  const opened = await openNamed(args, project);
  const plan = await planPipeline(opened);
  const states = plannedStates(plan, opened.folders);
  const counts = Object.fromEntries(
    countBy(states, ({ status }) => status.state),
  );
  const { json, all = false } = args.flags;
  if (json) {
    const { name, sweep } = opened.pipeline;
    return writeJson({
      pipeline: name,
      instances: states.map(({ status }) => status),
      counts,
      sweep: sweep?.plan,
    });
  }
  const entries = states.map(({ status, reasons }) => ({ ...status, reasons }));
  writeOut(stateLines(entries, { width: 10, all }));
  writeOut(sweepLine(opened));
  writeOut(
    `${
      Object.entries(counts).map(([state, n]) => `${state} ${n}`).join(", ")
    }\na run would: ${planCountsText(planCounts(plan))}\n`,
  );
};
