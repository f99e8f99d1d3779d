import type { OpenedPipeline } from "../../cache/key/action.ts";
import { neededInstances } from "../../definition/graph/pipeline.ts";
import type { PlanEntry } from "../../execution/plan/plan.ts";

/** One difference to the last run, and what follows from it. */
export interface ChangedPart {
  /** The part of the key, as a plan says it: `code: nas/search/perturb.ts changed`. */
  readonly reason: string;
  /** Instances that run for it. */
  readonly runs: readonly string[];
  /** Instances after them that run if their inputs come out differently. */
  readonly then: readonly string[];
}

/**
 * Turns a plan around: for each difference, the instances that it runs again. An instance with several differences is
 * listed at each.
 *
 * @returns The differences, those of most instances first.
 */
export function changedParts(
  plan: readonly PlanEntry[],
  { pipeline }: Pick<OpenedPipeline, "pipeline">,
): ChangedPart[] {
  const byReason = new Map<string, string[]>();
  for (const { instance, state, reasons } of plan) {
    for (const reason of state === "run" ? reasons : []) {
      byReason.getOrInsertComputed(reason, () => []).push(instance);
    }
  }
  const waiting = new Set(
    plan.filter(({ state }) => state === "wait").map(({ instance }) =>
      instance
    ),
  );
  return [...byReason].map(([reason, runs]) => {
    const reached = new Set(runs);
    // Instances come after what they need.
    for (const instance of pipeline.instances) {
      if (neededInstances(instance).some((need) => reached.has(need))) {
        reached.add(instance.name);
      }
    }
    const then = [...reached].filter((name) => waiting.has(name));
    return { reason, runs, then };
  }).sort((a, b) => b.runs.length - a.runs.length);
}

/** Most names in a line. */
const SHOWN = 6;

/** Lines for a person: each difference with its instances, and how many nothing happens to. */
export function changedPartsText(
  parts: readonly ChangedPart[],
  plan: readonly PlanEntry[],
): string {
  const named = (names: readonly string[]) =>
    `${names.slice(0, SHOWN).join(" ")}${
      names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ""
    }`;
  const lines = parts.flatMap(({ reason, runs, then }) => [
    reason,
    `  runs   ${named(runs)}`,
    ...(then.length === 0 ? [] : [`  then   ${named(then)}`]),
  ]);
  const cached = plan.filter(({ state }) => state === "cached").length;
  const total = plan.length;
  return [
    ...lines,
    cached === total
      ? `nothing runs: all ${total} instances are in the cache`
      : `${cached} of ${total} instances are in the cache`,
  ].map((line) => `${line}\n`).join("");
}
