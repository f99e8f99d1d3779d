import type { PlanEntry } from "../../../execution/plan/plan.ts";

/** What a run would do in a line: `run 2, wait 1, cached 5`. */
export function planCounts(
  entries: readonly PlanEntry[],
): { readonly run: number; readonly wait: number; readonly cached: number } {
  const counts = { run: 0, wait: 0, cached: 0 };
  for (const { state } of entries) counts[state]++;
  return counts;
}

/** These counts as text. */
export function planCountsText(
  { run, wait, cached }: ReturnType<typeof planCounts>,
): string {
  return `run ${run}, wait ${wait}, cached ${cached}`;
}
