import type { Arguments } from "./command.ts";
import { EXIT } from "../../base/exit_codes.ts";
import {
  checkResources,
  machineLimits,
} from "../../execution/plan/machine_limits.ts";
import { type PlanEntry, planPipeline } from "../../execution/plan/plan.ts";
import { costText, planCost } from "../../execution/plan/plan_cost.ts";
import { openPipeline, type Project } from "../../execution/plan/project.ts";
import { pipelineOptions } from "./pipeline_options.ts";
import { publishedOutputs } from "../../execution/run/publish.ts";
import { stateLines } from "../terminal/state_lines.ts";
import { writeJson, writeOut } from "../terminal/write_out.ts";

/**
 * `plan FILE`: shows what a run would do, and why. Takes no lock. With `--simulate` it shows how long a run would take.
 */
export async function plan(
  args: Arguments,
  project: Project,
): Promise<number> {
  const opened = await openPipeline(pipelineOptions(args, project), project);
  if (args.flags.simulate !== undefined) {
    const { simulate } = await import("./simulate.ts");
    return await simulate(opened, args);
  }
  checkResources(opened, machineLimits());
  publishedOutputs(opened.pipeline);
  const entries = await planPipeline(opened);
  const cost = await planCost(opened.pipeline, entries);
  const count = (state: PlanEntry["state"]) =>
    entries.filter((entry) => entry.state === state).length;
  const counts = {
    run: count("run"),
    wait: count("wait"),
    cached: count("cached"),
  };
  if (args.flags.json) {
    const { name } = opened.pipeline;
    writeJson({ pipeline: name, instances: entries, counts, cost });
    return EXIT.done;
  }
  writeOut(stateLines(entries, 6));
  writeOut(costText(cost));
  writeOut(`run ${counts.run}, wait ${counts.wait}, cached ${counts.cached}\n`);
  return EXIT.done;
}
