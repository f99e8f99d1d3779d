import { durationText } from "../../../common/quantities.ts";
import {
  progressText,
  type TimedProgress,
} from "../../execution/live/progress_rate.ts";
import type { RunEvent } from "../../execution/live/run_event.ts";

/** Shows a run to a person. */
export interface View {
  /** Takes an event. */
  report(event: RunEvent): void;
  /** Reports on long stages; to be called about five times a second. */
  tick(): void;
  /** Removes the live line. */
  close(): void;
}

/** Where a view writes. */
export interface ViewOptions {
  /** Writes text. */
  readonly write: (text: string) => void;
  /** Instances in all. */
  readonly total: number;
  /** Width of the terminal for a live line; `undefined` where the output is no terminal. */
  readonly width: () => number | undefined;
  /** True for colours. */
  readonly color: boolean;
  /** Clock in seconds. */
  readonly now: () => number;
}

/** Seconds after which a running stage reports again. */
const INTERVAL = 10;

interface Running {
  readonly label: string;
  readonly began: number;
  said: number;
  first?: TimedProgress;
  last?: TimedProgress;
}

/**
 * Makes a view of plain lines: one a finished stage, one every ten seconds for a running one, and on a terminal a
 * live line at the bottom.
 *
 * @param options Where to write.
 * @returns The view.
 */
export function textView(options: ViewOptions): View {
  const running = new Map<string, Running>();
  const failures: string[] = [];
  let finished = 0;
  let live = false;
  const paint = (code: number, text: string) =>
    options.color ? `\x1b[${code}m${text}\x1b[0m` : text;
  const clear = () => {
    if (live) options.write("\r\x1b[2K");
    live = false;
  };
  const line = (text: string) => {
    clear();
    options.write(`${text}\n`);
  };
  const count = () =>
    `[${
      String(finished).padStart(String(options.total).length)
    }/${options.total}]`;
  const progress = (name: string, label: string, timed: TimedProgress) => {
    const entry = running.get(name) ??
      { label, began: timed.time, said: timed.time };
    entry.first ??= timed;
    // Work that starts again (a second attempt) starts a new estimate.
    if (timed.progress.done < entry.first.progress.done) entry.first = timed;
    entry.last = timed;
    running.set(name, entry);
    if (
      label.startsWith("prepare") && timed.progress.done >= timed.progress.total
    ) running.delete(name);
  };
  const describe = (entry: Running) => {
    const text = entry.first === undefined || entry.last === undefined
      ? ""
      : progressText(entry.first, entry.last);
    return `${entry.label}  ${
      durationText(options.now() - entry.began)
    }  ${text}`.trimEnd();
  };
  const report = (event: RunEvent) => {
    switch (event.type) {
      case "start":
        running.set(event.instance, {
          label: event.instance,
          began: options.now(),
          said: options.now(),
        });
        break;
      case "progress":
        progress(event.instance, event.instance, {
          progress: event.progress,
          time: options.now(),
        });
        break;
      case "prepare":
        progress(`prepare ${event.toolchain}`, `prepare ${event.toolchain}`, {
          progress: event.progress,
          time: options.now(),
        });
        break;
      case "log":
        line(`${" ".repeat(count().length)} ${event.instance}: ${event.line}`);
        break;
      case "wait": {
        const { holder } = event;
        const who = holder === null
          ? "another process"
          : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
        line(`${count()} ${event.instance}  waits for ${who}`);
        break;
      }
      case "cached":
        finished++;
        break;
      case "done":
        finished++;
        running.delete(event.instance);
        line(
          `${paint(32, count())} ${event.instance}  ${
            durationText(event.seconds)
          }`,
        );
        break;
      case "failed":
        running.delete(event.instance);
        failures.push(event.instance);
        line(
          `${paint(31, "failed")} ${event.instance}  ${
            durationText(event.seconds)
          }  ${event.message} (log: ${event.log})`,
        );
        break;
      case "skipped":
        line(
          `${
            paint(33, "skipped")
          } ${event.instance}  something it needs failed`,
        );
        break;
      case "warning":
        line(`${paint(33, "warning")}  ${event.message}`);
        break;
      case "interrupted":
        line(
          "stopping: running stages save their checkpoints; press Ctrl-C again to end them at once",
        );
        break;
      case "show":
        line(`\n${event.text.trimEnd()}\n`);
        break;
      case "published":
        line(`${event.changed ? "wrote" : "kept "} ${event.path}`);
        break;
      case "summary":
        // In a long run the lines above have scrolled away.
        if (failures.length > 0) {
          line(`${paint(31, "failed")}: ${failures.join(" ")}`);
        }
        line(summaryText(event));
        break;
    }
  };
  const tick = () => {
    const width = options.width();
    for (const entry of running.values()) {
      if (options.now() - entry.said < INTERVAL) continue;
      entry.said = options.now();
      line(`${count()} ${describe(entry)}`);
    }
    if (width === undefined) return;
    clear();
    if (running.size === 0) return;
    options.write(
      `${count()} ${[...running.values()].map(describe).join(" | ")}`.slice(
        0,
        width - 1,
      ),
    );
    live = true;
  };
  return { report, tick, close: clear };
}

function summaryText(event: Extract<RunEvent, { type: "summary" }>): string {
  const counts = [`ran ${event.ran}`, `cached ${event.cached}`];
  if (event.ran > 0 || event.failed > 0) counts.push(`failed ${event.failed}`);
  if (event.skipped > 0) counts.push(`not run ${event.skipped}`);
  return `${counts.join(", ")} in ${durationText(event.seconds)}`;
}
