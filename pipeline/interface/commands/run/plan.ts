import type { RunCommand } from "../command.ts";
import {
  checkResources,
  machineLimits,
} from "../../../execution/plan/machine_limits.ts";
import type { CacheFolders } from "../../../cache/store/cache_folders.ts";
import { type PlanEntry, planPipeline } from "../../../execution/plan/plan.ts";
import { costText, planCost } from "../../../execution/plan/plan_cost.ts";
import { openNamed } from "../pipeline_options.ts";
import { planCounts, planCountsText } from "./plan_counts.ts";
import { sweepLine } from "./sweep_line.ts";
import { publishedOutputs } from "../../../execution/run/publish.ts";
import { stateLines } from "../../terminal/state_lines.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/** The plan with the reasons that `status` gives; one whose instances are all in the cache has none. */
async function withStates(
  entries: readonly PlanEntry[],
  folders: CacheFolders,
): Promise<PlanEntry[]> {
  const { plannedStates } = await import("./plan_states.ts");
  return plannedStates(entries, folders).map(({ plan, reasons }) => ({
    ...plan,
    reasons,
  }));
}

/**
 * `plan FILE`: shows what a run would do, and why. Takes no lock. With `--simulate` it shows how long a run would take.
 */
export const plan: RunCommand = async (args, project) => {
  const opened = await openNamed(args, project);
  if (args.flags.simulate !== undefined) {
    const { simulate } = await import("./simulate.ts");
    return simulate(opened, args);
  }
  checkResources(opened, machineLimits());
  publishedOutputs(opened.pipeline);
  const entries = await planPipeline(opened);
  const cost = await planCost(opened.pipeline, entries);
  const counts = planCounts(entries);
  const { json, all = false } = args.flags;
  if (json) {
    const { name, sweep } = opened.pipeline;
    return writeJson({
      pipeline: name,
      instances: entries,
      counts,
      cost,
      sweep: sweep?.plan,
    });
  }
  const told = counts.cached === entries.length
    ? entries
    : await withStates(entries, opened.folders);
  writeOut(stateLines(told, { width: 6, all }));
  writeOut(costText(cost));
  writeOut(sweepLine(opened));
  writeOut(`${planCountsText(counts)}\n`);
};
