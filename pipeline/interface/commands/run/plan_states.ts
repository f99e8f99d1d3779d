import { readJournal } from "../../../cache/history/journal.ts";
import type { CacheFolders } from "../../../cache/store/cache_folders.ts";
import {
  planStatus,
  type StatusEntry,
} from "../../../execution/live/pipeline_status.ts";
import type { PlanEntry } from "../../../execution/plan/plan.ts";

/** What a run would do with an instance, its state, and why, in the words of `plan` and of `status`. */
export interface PlannedState {
  readonly plan: PlanEntry;
  readonly status: StatusEntry;
  readonly reasons: readonly string[];
}

/**
 * Joins what a run would do with the states of instances, so that `plan` and `status` give the same reasons: of one that
 * failed last, why; of one with a checkpoint, that it goes on there.
 */
export function plannedStates(
  entries: readonly PlanEntry[],
  folders: CacheFolders,
): PlannedState[] {
  const states = planStatus(entries, folders);
  // Read only where something failed.
  let messages: ReadonlyMap<string, string> | undefined;
  const messageOf = (key: string) =>
    (messages ??= failureMessages(folders)).get(key);
  return entries.map((plan, index) => {
    const status = states[index]!;
    return { plan, status, reasons: reasonsOf(plan, status, messageOf) };
  });
}

function reasonsOf(
  plan: PlanEntry,
  { state, key = "", reasons }: StatusEntry,
  messageOf: (key: string) => string | undefined,
): readonly string[] {
  switch (state) {
    case "failed":
      return [["failed last", messageOf(key) ?? []].flat().join(": ")];
    case "checkpoint":
      return [
        "goes on at its checkpoint",
        ...plan.reasons.filter((reason) => reason !== "never run"),
      ];
    case "running":
      return reasons;
  }
  return plan.reasons;
}

function failureMessages({ journal }: CacheFolders): Map<string, string> {
  return new Map(
    readJournal(journal).flatMap(({ status, key, message }) =>
      status === "failed" && message !== undefined ? [[key, message]] : []
    ),
  );
}
