import type { JournalEntry } from "../journal.ts";
import { modifiedAt } from "../lease.ts";
import { readTextIfThere } from "../read_text.ts";

/** The last attempt at an instance, as the journal has it. */
export type LastAttempt = Pick<JournalEntry, "key" | "status" | "message">;

/** Finds the last attempt at an instance of a pipeline. */
export type LastAttempts = (
  pipeline: string,
  instance: string,
) => LastAttempt | undefined;

/** Reads a journal again only when it has changed. */
export function lastAttempts(journal: string): LastAttempts {
  let age: number | undefined;
  let known = new Map<string, LastAttempt>();
  return (pipeline, instance) => {
    const now = modifiedAt(journal);
    if (now !== age) {
      age = now;
      known = readAttempts(journal);
    }
    return known.get(JSON.stringify([pipeline, instance]));
  };
}

function readAttempts(journal: string): Map<string, LastAttempt> {
  const found = new Map<string, LastAttempt>();
  for (const line of (readTextIfThere(journal) ?? "").split("\n")) {
    try {
      const entry = JSON.parse(line) as JournalEntry;
      // The key becomes part of a path.
      if (!/^[0-9a-f]{64}$/.test(entry.key)) continue;
      found.set(JSON.stringify([entry.pipeline, entry.instance]), entry);
    } catch {
      // A torn line, or the end.
    }
  }
  return found;
}
