import { modifiedAt } from "../../base/lease.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { readJournal } from "./journal.ts";

/** When and from what a result was computed. */
export interface ActionOrigin {
  /** Milliseconds since 1970. */
  readonly began: number;
  /** Milliseconds since 1970. */
  readonly ended: number;
  /** Commit of the project; `null` where it had none, or where another machine computed it. */
  readonly commit: string | null;
}

/**
 * Reads the origins of results: from the journal, and of those that another machine computed the time at which they came
 * here.
 *
 * @returns Gives the origin of a result by its key.
 */
export function actionOrigins(
  folders: CacheFolders,
): (key: string) => ActionOrigin {
  const known = new Map<string, ActionOrigin>();
  for (const line of readJournal(folders.journal)) {
    const ended = Date.parse(line.time ?? "");
    if (line.status !== "done" || Number.isNaN(ended)) continue;
    const began = ended - Math.round(1000 * line.seconds);
    known.set(line.key, { began, ended, commit: line.commit ?? null });
  }
  return (key) =>
    known.getOrInsertComputed(key, () => {
      const time = Math.round(
        modifiedAt(`${folders.actions}/${key}.json`) ?? 0,
      );
      return { began: time, ended: time, commit: null };
    });
}
