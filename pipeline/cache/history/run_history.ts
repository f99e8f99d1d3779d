import { z } from "zod";
import { ifPossible } from "../../../common/if_possible.ts";
import { bootId, hostName } from "../../base/lease.ts";
import { processExists } from "../../base/processes.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import { appendLine } from "../store/append_line.ts";
import type { CacheFolders } from "../store/cache_folders.ts";

const BEGIN = z.object({
  run: z.string(),
  time: z.string(),
  pipeline: z.string(),
  /** The pipeline file, as the user typed it. */
  file: z.string(),
  /** Its command line, without the name of the program. */
  arguments: z.string(),
  pid: z.int(),
  host: z.string(),
  boot: z.string(),
});
/** A metric that says how good a result is, as `headlineMetrics` gives it. */
const METRIC = z.object({
  name: z.string(),
  label: z.string(),
  better: z.enum(["max", "min"]),
});
const END = z.object({
  run: z.string(),
  status: z.enum(["done", "failed", "interrupted"]),
  seconds: z.number(),
  /** Name of the record of its keys; missing if it recorded none. */
  id: z.string().optional(),
  /** Numbers of instances. */
  counts: z.object({
    ran: z.number(),
    cached: z.number(),
    failed: z.number(),
    skipped: z.number(),
  }).optional(),
  /** What it came down to, in a few words. */
  headline: z.string().optional(),
  /** Metrics that say how good a result is, by stage. */
  metrics: z.record(z.string(), z.array(METRIC).readonly()).optional(),
});

/** What a run says when it begins. */
export type RunBegin = Readonly<
  Pick<z.infer<typeof BEGIN>, "pipeline" | "file" | "arguments">
>;

/** What a run says when it ends. */
export type RunEnd = Readonly<Omit<z.infer<typeof END>, "run">>;

/** How a run ended; without an end `running`, `killed`, or `unknown` where another host would have to be asked. */
export type RunStatus =
  | "done"
  | "failed"
  | "interrupted"
  | "running"
  | "killed"
  | "unknown";

/** A run with what is known of its end. */
export interface PastRun extends RunBegin, Omit<RunEnd, "status" | "seconds"> {
  /** When it began, ISO 8601. */
  readonly time: string;
  readonly status: RunStatus;
  readonly seconds?: number;
}

/**
 * Notes that a run begins. A history that cannot be written, on a full disk say, stops no run.
 *
 * @returns Notes how it ended.
 */
export function beginHistory(
  { root, history }: CacheFolders,
  begin: RunBegin,
): (end: RunEnd) => void {
  const run = crypto.randomUUID();
  const append = (line: unknown) =>
    ifPossible(() => {
      Deno.mkdirSync(root, { recursive: true });
      appendLine(history, JSON.stringify(line));
    });
  append({
    run,
    time: new Date().toISOString(),
    ...begin,
    pid: Deno.pid,
    host: hostName(),
    boot: bootId(),
  });
  return (end) => append({ run, ...end });
}

/** All runs, the last one first, without torn lines. */
export function readHistory({ history }: CacheFolders): PastRun[] {
  const begins: z.infer<typeof BEGIN>[] = [];
  const ends = new Map<string, z.infer<typeof END>>();
  for (const line of (readTextIfThere(history) ?? "").split("\n")) {
    const value = ifPossible(() => JSON.parse(line));
    const [begin, end] = [BEGIN.safeParse(value), END.safeParse(value)];
    if (begin.success) begins.push(begin.data);
    else if (end.success) ends.set(end.data.run, end.data);
  }
  return begins.reverse().map((begin) => {
    const { run, pid, host, boot, ...rest } = begin;
    const { run: _, ...end } = ends.get(run) ??
      { run, status: unfinished({ pid, host, boot }) };
    return { ...rest, ...end } as PastRun;
  });
}

/** Metrics that the last run of a pipeline has noted, by stage; `undefined` if none has. */
export function notedMetrics(
  folders: CacheFolders,
  pipeline: string | undefined,
): PastRun["metrics"] {
  return readHistory(folders).find((run) =>
    run.pipeline === pipeline && run.metrics !== undefined
  )?.metrics;
}

function unfinished(
  { pid, host, boot }: Pick<z.infer<typeof BEGIN>, "pid" | "host" | "boot">,
): RunStatus {
  if (boot === bootId()) return processExists(pid) ? "running" : "killed";
  return host === hostName() ? "killed" : "unknown";
}
