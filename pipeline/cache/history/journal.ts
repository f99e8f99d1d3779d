import { resolve } from "node:path";
import { z } from "zod";
import { ifPossible } from "../../../common/if_possible.ts";
import { writing } from "../../base/disk_error.ts";
import { appendLine } from "../store/append_line.ts";
import { readTextIfThere } from "../../base/read_files.ts";

const LINE = z.lazy(() =>
  z.object({
    pipeline: z.string(),
    instance: z.string(),
    key: z.string(),
    status: z.enum(["done", "failed", "stopped"]),
    seconds: z.number().nonnegative(),
    message: z.string().exactOptional(),
    /** Measures of the execution by name: `peakMiB`, and those of the stage itself. */
    measures: z.record(z.string(), z.number()).exactOptional(),
    /** When it was written, at the end of the execution, ISO 8601. */
    time: z.string().exactOptional(),
    commit: z.string().nullable().exactOptional(),
  })
);

/** A line that was read back. */
export type JournalLine = Readonly<z.infer<typeof LINE>>;

/** One line of the journal. */
export type JournalEntry = Omit<JournalLine, "time" | "commit">;

/** Origin of a result; never part of a key. */
export interface Provenance {
  /** Commit of the project, if it is a git checkout. */
  readonly commit: string | null;
  readonly host: string;
  readonly deno: string;
}

/** Appends a line to the journal in a single write, so that lines of two processes never mix. */
export function appendJournal(
  path: string,
  entry: JournalEntry,
  context: { readonly provenance: Provenance; readonly time: Date },
): void {
  const line = JSON.stringify({
    time: context.time.toISOString(),
    ...entry,
    ...context.provenance,
  });
  writing(
    `the journal ${path} (${line.length + 1} bytes)`,
    () => appendLine(path, line),
  );
}

/** Lines of the journal, the oldest first, without torn ones. */
export function readJournal(path: string): JournalLine[] {
  const lines = (readTextIfThere(path) ?? "").split("\n");
  return lines.flatMap((line) => {
    const entry = ifPossible(() => JSON.parse(line));
    return LINE.safeParse(entry).success ? [entry] : [];
  });
}

/** Provenance of a run in a project folder. */
export function provenanceOf(project: string): Provenance {
  return {
    commit: gitCommit(project),
    host: Deno.hostname(),
    deno: Deno.version.deno,
  };
}

function gitCommit(project: string): string | null {
  const git = resolve(project, ".git");
  const head = readLine(`${git}/HEAD`);
  const reference = /^ref: (.+)$/.exec(head ?? "")?.[1];
  if (reference === undefined) return head ?? null;
  const direct = readLine(`${git}/${reference}`);
  if (direct !== undefined) return direct;
  const packed = readText(`${git}/packed-refs`)?.split("\n").find((line) =>
    line.endsWith(` ${reference}`)
  );
  return packed?.split(" ", 1)[0] ?? null;
}

function readLine(path: string): string | undefined {
  return readText(path)?.split("\n", 1)[0];
}

function readText(path: string): string | undefined {
  return ifPossible(() => Deno.readTextFileSync(path));
}
