import { type JournalEntry, readJournal } from "../../cache/history/journal.ts";
import { modifiedAt } from "../../base/lease.ts";

/** The last attempts in a journal. */
export interface LastAttempts {
  /** The last attempt at an instance of a pipeline. */
  of(pipeline: string, instance: string): JournalEntry | undefined;
  /** Seconds that an action took here. */
  secondsOf(key: string): number | undefined;
}

/**
 * Creates a reader of a journal that reads the file again only if it has changed.
 *
 * @param journal Path of the journal.
 */
export function attemptsReader(journal: string): () => LastAttempts {
  let age: number | undefined;
  let known = attemptsIn([]);
  return () => {
    const now = modifiedAt(journal);
    if (now !== age) {
      age = now;
      known = attemptsIn(readJournal(journal));
    }
    return known;
  };
}

function attemptsIn(journal: readonly JournalEntry[]): LastAttempts {
  const last = new Map<string, JournalEntry>();
  const done = new Map<string, number>();
  for (const entry of journal) {
    // The key becomes part of a path.
    if (!/^[0-9a-f]{64}$/.test(entry.key)) continue;
    last.set(`${entry.pipeline} ${entry.instance}`, entry);
    if (entry.status === "done") done.set(entry.key, entry.seconds);
  }
  return {
    of: (pipeline, instance) => last.get(`${pipeline} ${instance}`),
    secondsOf: (key) => done.get(key),
  };
}
