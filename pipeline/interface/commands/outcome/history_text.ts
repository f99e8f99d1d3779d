import { durationText } from "../../../../common/quantities.ts";
import { columns } from "../../terminal/columns.ts";
import type { PastRun } from "../../../cache/history/run_history.ts";
import type { RunRecord } from "../../../cache/history/run_record.ts";

/** A run as `log` lists it: what the history says of it, and its record. */
export interface ListedRun extends Partial<Omit<PastRun, "id" | "metrics">> {
  /** Name of the record of its keys; `null` for a run that recorded none. */
  readonly id: string | null;
  readonly pipeline: string;
  readonly file: string;
  readonly time: string;
  readonly commit: string | null;
  readonly keys: RunRecord["keys"];
}

/**
 * Joins the history with the records of keys. A record that no run of the history has, as those of an earlier version, is
 * listed by itself.
 *
 * @returns Runs, the last one first.
 */
export function joinHistory(
  history: readonly PastRun[],
  records: readonly RunRecord[],
): ListedRun[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const named = new Set(history.map(({ id }) => id));
  const listed = history.map(({ id, metrics: _, ...run }): ListedRun => {
    const { commit = null, keys = {} } = byId.get(id ?? "") ?? {};
    return { id: id ?? null, commit, keys, ...run };
  });
  return [...listed, ...records.filter(({ id }) => !named.has(id))]
    .sort((a, b) => a.time < b.time ? 1 : a.time > b.time ? -1 : 0);
}

/** One line a run: its name, date, status, duration, pipeline, arguments, headline, commit and tags. */
export function historyLines(
  runs: readonly ListedRun[],
  tags: ReadonlyMap<string, readonly string[]>,
): string {
  const rows = runs.map((run) => [
    run.id ?? "-",
    run.time.slice(0, 19).replace("T", " "),
    statusText(run),
    run.seconds === undefined ? "" : durationText(run.seconds),
    run.pipeline,
    run.arguments ?? run.file,
    [
      run.headline ?? `${Object.keys(run.keys).length} results`,
      run.commit?.slice(0, 10) ?? "no commit",
      ...(tags.get(run.id ?? "") ?? []).map((tag) => `[${tag}]`),
    ].join("  "),
  ]);
  return columns(rows, () => true);
}

function statusText({ status, counts }: ListedRun): string {
  const { ran = 0, cached = 0, failed = 0, skipped = 0 } = counts ?? {};
  const total = ran + cached + failed + skipped;
  return status === "failed" && failed > 0
    ? `failed ${failed} of ${total}`
    : status ?? "recorded";
}
