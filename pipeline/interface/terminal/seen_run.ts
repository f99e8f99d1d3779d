import type { RunEvent } from "../../execution/live/run_event.ts";
import type { TimedProgress } from "../../execution/live/progress_rate.ts";
import type { AtWork } from "./live_block.ts";

/** An instance at work, or software that is being prepared. */
export interface Working extends AtWork {
  readonly instance: string;
  /** When a line was printed about it, or when it began. */
  said: number;
  first?: TimedProgress;
  last?: TimedProgress;
}

/** What a printer knows of a run. */
export interface SeenRun {
  note(event: RunEvent): void;
  total(): number;
  working(): Working[];
  /** Instances with a result. */
  readonly finished: ReadonlySet<string>;
  /** Instances with a result, and those that failed. */
  readonly ended: ReadonlySet<string>;
  readonly failures: readonly string[];
  /** True for one of the last lines that an instance has logged. */
  wasPrinted(instance: string, line: string): boolean;
}

/** Lines of an instance that are remembered. */
const PRINTED = 50;

/**
 * Follows the events of a run.
 *
 * @param total Number of instances, as far as it is known.
 * @param now Clock in seconds.
 */
export function seenRun(total: number, now: () => number): SeenRun {
  const running = new Map<string, Working>();
  const failures: string[] = [];
  const finished = new Set<string>();
  const ended = new Set<string>();
  const printed = new Map<string, string[]>();
  const end = (instance: string) => {
    ended.add(instance);
    running.delete(instance);
  };
  return {
    finished,
    ended,
    failures,
    total: () => total,
    working: () => [...running.values()],
    wasPrinted: (instance, line) =>
      printed.get(instance)?.includes(line) ?? false,
    note: (event) => {
      if (event.type === "start") {
        const { instance } = event;
        const began = now();
        running.set(instance, {
          instance,
          label: instance,
          began,
          said: began,
        });
        printed.delete(instance);
      } else if (event.type === "progress" || event.type === "prepare") {
        noteProgress(running, event, now());
      } else if (event.type === "cached" || event.type === "done") {
        finished.add(event.instance);
        end(event.instance);
      } else if (event.type === "failed") {
        failures.push(event.instance);
        end(event.instance);
      } else if (event.type === "again") {
        running.delete(event.instance);
      } else if (event.type === "sweep") {
        total = event.instances;
      } else if (event.type === "log") {
        const lines = printed.getOrInsertComputed(event.instance, () => []);
        lines.push(event.line);
        if (lines.length > PRINTED) lines.shift();
      }
    },
  };
}

function noteProgress(
  running: Map<string, Working>,
  event: Extract<RunEvent, { type: "progress" | "prepare" }>,
  time: number,
): void {
  const { type, progress } = event;
  const label = type === "progress"
    ? event.instance
    : `prepare ${event.toolchain}`;
  const timed = { progress, time };
  const entry = running.get(label) ??
    { instance: label, label, began: time, said: time };
  entry.first ??= timed;
  // Work that starts again (a second attempt) starts a new estimate.
  if (progress.done < entry.first.progress.done) entry.first = timed;
  entry.last = timed;
  if (type === "prepare" && progress.done >= progress.total) {
    running.delete(label);
  } else running.set(label, entry);
}
