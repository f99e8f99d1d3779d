import { bytesText } from "../../../common/quantities.ts";
import { knownInputs } from "../../definition/graph/foresee.ts";
import { loadBeside } from "../../definition/graph/load_stage.ts";
import type { Instance, Pipeline } from "../../definition/graph/pipeline.ts";
import type { PlanEntry } from "./plan.ts";
import type { Estimate, EstimateCost, Once } from "../../stage.ts";

/** Expected cost of the instances of one stage that are not cached. */
export interface StageCost {
  /** Identifier in the pipeline file. */
  readonly stage: string;
  /** Instances that may run and have an estimate. */
  readonly instances: number;
  /** Seconds of all of them. */
  readonly seconds: number;
  /** The most memory that one of them asks for, in MiB. */
  readonly memory: number;
  /** Amounts in other units by unit, such as GPU-days. */
  readonly equivalents: Readonly<Record<string, number>>;
  /** Bases of the estimates, each once. */
  readonly basis: readonly string[];
}

/**
 * Expected cost of a run by stage, from the estimates beside the stages. Instances that wait for others count as well,
 * as they run unless their inputs stay the same.
 *
 * @returns Stages with an estimate, in the order of the file.
 */
export async function planCost(
  pipeline: Pipeline,
  entries: readonly PlanEntry[],
): Promise<StageCost[]> {
  const cached = new Set(
    entries.filter(({ state }) => state === "cached").map(({ instance }) =>
      instance
    ),
  );
  const estimateOf = await instanceEstimates(pipeline);
  const known = pipeline.instances.flatMap((instance) => {
    const estimate = cached.has(instance.name)
      ? undefined
      : estimateOf(instance);
    return estimate === undefined ? [] : [{ ...instance, ...estimate }];
  });
  const byStage = Map.groupBy(known, ({ stage }) => stage.spec.id.value);
  return [...byStage].map(([stage, own]) => ({
    stage,
    instances: own.length,
    seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
    memory: own.reduce(
      (most, { resources: { memory } }) => Math.max(most, memory),
      0,
    ),
    equivalents: sums(
      own.flatMap(({ equivalent }) =>
        equivalent === undefined ? [] : [[equivalent.unit, equivalent.amount]]
      ),
    ),
    basis: [...new Set(own.map(({ basis }) => basis))],
  }));
}

/** Sums of amounts by unit. */
function sums(
  amounts: readonly (readonly [unit: string, amount: number])[],
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [unit, amount] of amounts) {
    found[unit] = (found[unit] ?? 0) + amount;
  }
  return found;
}

/** Expected cost of an instance; undefined if it is small or not known. */
export type EstimateInstance = (instance: Instance) => Estimate | undefined;

/**
 * Loads the estimates beside the stages of a pipeline.
 *
 * @returns Estimates its instances.
 */
export async function instanceEstimates(
  pipeline: Pipeline,
): Promise<EstimateInstance> {
  const modules = new Map<string, EstimateCost<unknown> | undefined>();
  for (const { stage } of pipeline.instances) {
    const { path } = stage.module;
    if (!modules.has(path)) {
      modules.set(path, await loadBeside(path, "estimate"));
    }
  }
  const computed = new Map<string, unknown>();
  const once: Once = <T>(key: unknown, compute: () => T) =>
    computed.getOrInsertComputed(JSON.stringify(key), compute) as T;
  return (instance) =>
    modules.get(instance.stage.module.path)?.(
      instance.params,
      knownInputs(instance, pipeline.facts),
      once,
    );
}

/** Time in days, hours or minutes. */
function span(seconds: number): string {
  if (seconds >= 86_400) return `${(seconds / 86_400).toFixed(1)} days`;
  if (seconds >= 3600) return `${(seconds / 3600).toFixed(1)} hours`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return `${minutes} minute${minutes === 1 ? "" : "s"}`;
}

/** Amounts in other units, such as ` = 0.4 GPU-days`. */
function equivalentText(costs: readonly StageCost[]): string {
  const all = sums(
    costs.flatMap(({ equivalents }) => Object.entries(equivalents)),
  );
  return Object.entries(all).map(([unit, amount]) =>
    ` = ${amount.toFixed(amount < 10 ? 2 : 0)} ${unit}`
  ).join("");
}

/** The cost as lines of text; empty without estimates. */
export function costText(costs: readonly StageCost[]): string {
  if (costs.length === 0) return "";
  const total = costs.reduce((sum, { seconds }) => sum + seconds, 0);
  const lines = costs.map((cost) => {
    const { stage, instances, seconds, memory, basis } = cost;
    const more = basis.length > 1 ? ` and ${basis.length - 1} more` : "";
    return `cost   ${stage} x ${instances}: ${span(seconds)}${
      equivalentText([cost])
    }, ${bytesText(memory * 2 ** 20)} each (${basis[0]}${more})`;
  });
  return [
    ...lines,
    `cost   ${span(total)} in sequence${equivalentText(costs)}`,
    "",
  ].join("\n");
}
