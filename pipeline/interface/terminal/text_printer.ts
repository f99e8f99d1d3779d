import { printable } from "../../../common/printable.ts";
import { withoutLogins } from "../../../common/without_logins.ts";
import { durationText } from "../../../common/quantities.ts";
import {
  progressText,
  type TimedProgress,
} from "../../execution/live/progress_rate.ts";
import type { RunEvent } from "../../execution/live/run_event.ts";

/** Prints a run for a person. */
export interface TextPrinter {
  report(event: RunEvent): void;
  /** Reports on long stages; call it about five times a second. */
  tick(): void;
  close(): void;
}

/** Where a printer writes. */
export interface TextPrinterOptions {
  readonly write: (text: string) => void;
  /** Number of instances of the run. */
  readonly total: number;
  /** Width of the terminal for a live line; `undefined` if the output is no terminal. */
  readonly width: () => number | undefined;
  readonly color: boolean;
  /** How the user started the program, for a command line that is recommended. */
  readonly program: string;
  /** Clock in seconds. */
  readonly now: () => number;
}

/** Seconds after which a running stage reports again. */
const INTERVAL = 10;

/** ANSI codes. */
const [RED, GREEN, YELLOW] = [31, 32, 33] as const;

interface Running {
  readonly label: string;
  readonly began: number;
  said: number;
  first?: TimedProgress;
  last?: TimedProgress;
}

/**
 * Prints plain lines: one for each finished stage, one every ten seconds for a running one, and on a terminal a live
 * line at the bottom.
 *
 * @param options Where to write.
 */
export function textPrinter(options: TextPrinterOptions): TextPrinter {
  const { write, width, now } = options;
  let { total } = options;
  const running = new Map<string, Running>();
  const failures: string[] = [];
  const finished = new Set<string>();
  let live = false;
  const paint = (code: number, text: string) =>
    options.color ? `\x1b[${code}m${text}\x1b[0m` : text;
  const clear = () => {
    if (live) write("\r\x1b[2K");
    live = false;
  };
  const print = (line: string) => {
    clear();
    write(`${line}\n`);
  };
  const count = () =>
    `[${String(finished.size).padStart(String(total).length)}/${total}]`;
  const note = (event: RunEvent) => {
    if (event.type === "start") {
      const began = now();
      running.set(event.instance, {
        label: event.instance,
        began,
        said: began,
      });
    } else if (event.type === "progress" || event.type === "prepare") {
      noteProgress(running, event, now());
    } else if (event.type === "cached" || event.type === "done") {
      finished.add(event.instance);
      running.delete(event.instance);
    } else if (event.type === "failed") {
      failures.push(event.instance);
      running.delete(event.instance);
    } else if (event.type === "again") {
      running.delete(event.instance);
    } else if (event.type === "sweep") {
      total = event.instances;
    }
  };
  const describe = (entry: Running) => {
    const text = entry.first === undefined || entry.last === undefined
      ? ""
      : progressText(entry.first, entry.last);
    return `${entry.label}  ${durationText(now() - entry.began)}  ${text}`
      .trimEnd();
  };
  return {
    report: (unsafe) => {
      const event = printableEvent(unsafe);
      note(event);
      const line = lineOf(event, {
        count: count(),
        failures,
        paint,
        program: options.program,
      });
      if (line !== undefined) print(line);
    },
    tick: () => {
      for (const entry of running.values()) {
        if (now() - entry.said < INTERVAL) continue;
        entry.said = now();
        print(`${count()} ${describe(entry)}`);
      }
      const columns = width();
      if (columns === undefined) return;
      clear();
      if (running.size === 0) return;
      const entries = [...running.values()].map(describe);
      write(`${count()} ${entries.join(" | ")}`.slice(0, columns - 1));
      live = true;
    },
    close: clear,
  };
}

/** The event with the texts of stages made fit for a terminal: no line of theirs looks like one of ours. */
function printableEvent(event: RunEvent): RunEvent {
  return mapTexts(
    event,
    (text) => {
      const shown = withoutLogins(printable(text));
      return event.type === "show" ? shown : shown.replaceAll("\n", "\n    ");
    },
  );
}

function mapTexts<T>(value: T, map: (text: string) => string): T {
  if (typeof value === "string") return map(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item) => mapTexts(item, map)) as T;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTexts(item, map)]),
  ) as T;
}

function noteProgress(
  running: Map<string, Running>,
  event: Extract<RunEvent, { type: "progress" | "prepare" }>,
  time: number,
): void {
  const { type, progress } = event;
  const label = type === "progress"
    ? event.instance
    : `prepare ${event.toolchain}`;
  const timed = { progress, time };
  const entry = running.get(label) ?? { label, began: time, said: time };
  entry.first ??= timed;
  // Work that starts again (a second attempt) starts a new estimate.
  if (progress.done < entry.first.progress.done) entry.first = timed;
  entry.last = timed;
  if (type === "prepare" && progress.done >= progress.total) {
    running.delete(label);
  } else running.set(label, entry);
}

/** The line that an event prints; `undefined` if it prints none. */
function lineOf(
  event: RunEvent,
  { count, failures, paint, program }: {
    readonly count: string;
    readonly program: string;
    readonly failures: readonly string[];
    readonly paint: (code: number, text: string) => string;
  },
): string | undefined {
  switch (event.type) {
    case "log":
      return `${" ".repeat(count.length)} ${event.instance}: ${event.line}`;
    case "wait": {
      const { holder, what = "another process" } = event;
      const who = holder === null
        ? what
        : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
      return `${count} ${event.instance}  waits for ${who}`;
    }
    case "done":
      return `${paint(GREEN, count)} ${event.instance}  ${
        durationText(event.seconds)
      }`;
    case "failed":
      return `${paint(RED, "failed")} ${event.instance}  ${
        durationText(event.seconds)
      }  ${event.message}${
        event.log === undefined ? "" : ` (log: ${event.log})`
      }`;
    case "again":
      return `${
        paint(YELLOW, "again ")
      } ${event.instance}  ${event.message}; what made it runs again`;
    case "skipped":
      return `${
        paint(YELLOW, "skipped")
      } ${event.instance}  a stage that it needs failed`;
    case "warning":
      return `${paint(YELLOW, "warning")}  ${event.message}`;
    case "sweep":
      return event.message;
    case "interrupted":
      return "stopping: running stages save their checkpoints; press Ctrl-C again to end them at once";
    case "show":
      return `\n${event.text.trimEnd()}\n`;
    case "published":
      return `${event.changed ? "wrote" : "kept "} ${event.path}`;
    case "summary":
      // In a long run the lines of failures have scrolled away.
      return failures.length === 0
        ? summaryText(event, program)
        : `${paint(RED, "failed")}: ${failures.join(" ")}\n${
          summaryText(event, program)
        }`;
  }
  return undefined;
}

function summaryText(
  event: Extract<RunEvent, { type: "summary" }>,
  program: string,
): string {
  const counts = [`ran ${event.ran}`, `cached ${event.cached}`];
  if (event.ran > 0 || event.failed > 0) counts.push(`failed ${event.failed}`);
  if (event.skipped > 0) counts.push(`not run ${event.skipped}`);
  const next = (event.accept ?? []).map(({ command, digests }) =>
    `\nto accept ${digests.join(", ")}: ${program} ${command}`
  );
  return `${counts.join(", ")} in ${durationText(event.seconds)}${
    next.join("")
  }`;
}
