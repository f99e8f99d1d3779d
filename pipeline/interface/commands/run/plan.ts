import type { RunCommand } from "../command.ts";
import {
  checkResources,
  machineLimits,
} from "../../../execution/plan/machine_limits.ts";
import { planPipeline } from "../../../execution/plan/plan.ts";
import { costText, planCost } from "../../../execution/plan/plan_cost.ts";
import { openNamed } from "../pipeline_options.ts";
import { sweepLine } from "./sweep_line.ts";
import { publishedOutputs } from "../../../execution/run/publish.ts";
import { stateLines } from "../../terminal/state_lines.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

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
  const counts = { run: 0, wait: 0, cached: 0 };
  for (const { state } of entries) counts[state]++;
  if (args.flags.json) {
    const { name, sweep } = opened.pipeline;
    return writeJson({
      pipeline: name,
      instances: entries,
      counts,
      cost,
      sweep: sweep?.plan,
    });
  }
  writeOut(stateLines(entries, 6));
  writeOut(costText(cost));
  writeOut(sweepLine(opened));
  writeOut(`run ${counts.run}, wait ${counts.wait}, cached ${counts.cached}\n`);
};
