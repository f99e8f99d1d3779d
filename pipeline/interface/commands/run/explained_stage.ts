import { countBy } from "../../../../common/moments.ts";
import { stageOf } from "../../../definition/graph/point.ts";
import type { OpenedPipeline } from "../../../cache/key/action.ts";
import {
  type Instance,
  neededInstances,
} from "../../../definition/graph/pipeline.ts";
import { planPipeline } from "../../../execution/plan/plan.ts";
import { countedStage, foldedReasons } from "../../terminal/state_lines.ts";
import { planCounts } from "./plan_counts.ts";
import { type PlannedState, plannedStates } from "./plan_states.ts";

/** Whether a stage runs, and why. */
export interface ExplainedStage {
  /** A stage, or one of its instances. */
  readonly name: string;
  readonly instances: readonly {
    readonly instance: string;
    /** What a run does: `run`, `wait` or `cached`. */
    readonly plan: string;
    /** As `status` says it. */
    readonly state: string;
    readonly reasons: readonly string[];
  }[];
  /** Numbers of instances by stage that have to run before it. */
  readonly before: readonly {
    readonly stage: string;
    readonly instances: number;
  }[];
  /** Numbers of instances by stage that come after it. */
  readonly after: readonly {
    readonly stage: string;
    readonly instances: number;
  }[];
}

/** Plans a run and takes a stage out of it, with the stages that come after it. */
export async function explainedStage(
  name: string,
  chosen: readonly Instance[],
  opened: OpenedPipeline,
): Promise<ExplainedStage> {
  const states = new Map(
    plannedStates(await planPipeline(opened), opened.folders)
      .map((state) => [state.plan.instance, state]),
  );
  const stateOf = ({ name }: Instance): PlannedState => states.get(name)!;
  const reached = new Set(chosen.map((instance) => instance.name));
  const before = [...new Set(chosen.flatMap(neededInstances))].filter((need) =>
    states.get(need)?.plan.state !== "cached"
  );
  const after: string[] = [];
  // Instances come after what they need.
  for (const instance of opened.pipeline.instances) {
    if (reached.has(instance.name)) continue;
    if (!neededInstances(instance).some((need) => reached.has(need))) continue;
    reached.add(instance.name);
    after.push(instance.name);
  }
  const counted = (names: readonly string[]) =>
    [...countBy(names, stageOf)]
      .map(([stage, instances]) => ({ stage, instances }));
  return {
    name,
    instances: chosen.map((instance) => {
      const { plan, status, reasons } = stateOf(instance);
      const note = plan.note === undefined ? [] : [plan.note];
      return {
        instance: instance.name,
        plan: plan.state,
        state: status.state,
        reasons: [...reasons, ...note],
      };
    }),
    before: counted(before),
    after: counted(after),
  };
}

/** Most different reasons that are told. */
const REASONS = 3;

/** Three lines: what happens to a stage, why, and what follows. */
export function explainedText(
  { name, instances, before, after }: ExplainedStage,
): string {
  const counts = planCounts(
    instances.map(({ instance, plan, reasons }) => ({
      instance,
      state: plan as "run",
      reasons,
    })),
  );
  const [only] = instances;
  const happens = [
    [counts.run, "runs", "run"],
    [counts.wait, "waits", "wait"],
    [counts.cached, "is in the cache", "are in the cache"],
  ] as const;
  const what = instances.length === 1
    ? happens.find(([count]) => count > 0)![1]
    : happens.filter(([count]) => count > 0).map(([count, one, many]) =>
      `${count} ${count === 1 ? one : many}`
    ).join(", ");
  const state = instances.length === 1 && only!.state === "running"
    ? " (at work now)"
    : "";
  return [
    `${countedStage(name, instances.length)}: ${what}${state}${
      before.length === 0 ? "" : `, after ${stagesText(before)}`
    }`,
    whyText(instances),
    thenText(after, counts.run + counts.wait > 0),
  ].map((line) => `${line}\n`).join("");
}

function whyText(instances: ExplainedStage["instances"]): string {
  const told = instances.map(({ reasons }) =>
    (instances.length === 1 ? reasons : foldedReasons({ reasons })).join("; ")
  );
  const byReason = countBy(told.filter((reason) => reason !== ""), String);
  if (byReason.size === 0) {
    return "because    nothing differs from the last run";
  }
  const sorted = [...byReason].toSorted(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, REASONS).map(([reason, count]) =>
    instances.length === 1 || count === instances.length
      ? reason
      : `${reason} (${count})`
  );
  const more = sorted.length - shown.length;
  return `because    ${shown.join("; ")}${
    more > 0 ? `; and ${more} more reasons` : ""
  }`;
}

function thenText(after: ExplainedStage["after"], works: boolean): string {
  if (after.length === 0) return "then       no stage needs it";
  return works
    ? `then       ${stagesText(after)}, if its result differs`
    : "then       nothing runs for it";
}

function stagesText(stages: ExplainedStage["after"]): string {
  return stages.map(({ stage, instances }) => countedStage(stage, instances))
    .join(", ");
}
