import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import type { TimedProgress } from "./progress_rate.ts";
import type { RunEvent } from "./run_event.ts";
import { removeIfThere, writeAtomic } from "../../base/write_atomic.ts";
import { appendCurve, curvePath } from "./curve_file.ts";
import { LIVE_FILE, type LiveInstance, type LiveStatus } from "./live_run.ts";

/** Writes down what a run does while it does it. */
export interface LiveReports {
  /** Takes an event. */
  report(event: RunEvent): void;
  /** Writes no more. */
  close(): void;
}

/** What live reports are about. */
export interface LiveOptions extends Pick<LiveStatus, "pipeline" | "file"> {
  /** Instances in all. */
  readonly total: number;
  /** The cache. */
  readonly folders: CacheFolders;
  /** Temporary folder of the run, which goes with it. */
  readonly temp: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds between two looks for news to write; default 500. */
  readonly interval?: number;
}

/**
 * A point of a curve may follow the last one after this share of the time that its instance has run: however long that
 * is, a curve has some ten thousand points at most.
 */
const SPACING = 1 / 5000;

/**
 * Keeps a small file in the temporary folder of a run that says what it is busy with, at most twice a second, and one
 * curve an instance of what it measures. A run that finds everything in the cache writes nothing.
 *
 * What cannot be written, on a full disk say, is left out: others only look on.
 *
 * @param options The run.
 */
export function liveReports(options: LiveOptions): LiveReports {
  const { folders, temp, now, interval = 500 } = options;
  const counts = { ran: 0, cached: 0, failed: 0 };
  const preparing = new Map<string, TimedProgress>();
  const instances = new Map<string, LiveInstance>();
  const points = new Map<string, { step: number; time: number }>();
  const seconds = () => now() / 1000;
  const began = seconds();
  let news = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const attempt = (write: () => void) => {
    try {
      write();
    } catch {
      // See above.
    }
  };
  const write = () => {
    if (!news) return;
    news = false;
    const status: LiveStatus = {
      pipeline: options.pipeline,
      file: options.file,
      began,
      total: options.total,
      counts,
      preparing: Object.fromEntries(preparing),
      instances: [...instances.values()],
    };
    attempt(() =>
      writeAtomic(`${temp}/${LIVE_FILE}`, JSON.stringify(status), temp, false)
    );
  };
  const tell = () => {
    news = true;
    if (timer !== undefined) return;
    timer = setInterval(write, interval);
    Deno.unrefTimer(timer);
  };
  const end = (name: string) => {
    if (instances.delete(name)) tell();
  };
  const progress = (
    { instance, progress }: RunEvent & { type: "progress" },
  ) => {
    const entry = instances.get(instance);
    if (entry === undefined) return;
    const { metrics, ...rest } = progress;
    const last = { progress: rest, time: seconds() };
    // Work that starts again (a second attempt) starts a new estimate.
    const first = entry.first === undefined ||
        rest.done < entry.first.progress.done
      ? last
      : entry.first;
    instances.set(instance, { ...entry, first, last });
    tell();
    const { key, began } = entry;
    if (metrics === undefined || key === undefined) return;
    const { step } = metrics;
    const before = points.get(key);
    const early = before !== undefined &&
      last.time - before.time < SPACING * (last.time - began);
    if (step === before?.step || early) return;
    points.set(key, { step, time: last.time });
    attempt(() => appendCurve(folders, key, metrics));
  };
  return {
    report: (event) => {
      switch (event.type) {
        case "start": {
          const { instance, key } = event;
          instances.set(instance, { instance, key, began: seconds() });
          return tell();
        }
        case "wait": {
          const { instance, holder } = event;
          const entry = { instance, began: seconds(), waitsFor: holder };
          instances.set(instance, entry);
          return tell();
        }
        case "prepare": {
          const { toolchain, progress } = event;
          if (progress.done < progress.total) {
            preparing.set(toolchain, { progress, time: seconds() });
          } else preparing.delete(toolchain);
          return tell();
        }
        case "progress":
          return progress(event);
        case "cached":
          counts.cached++;
          return end(event.instance);
        case "done":
          counts.ran++;
          attempt(() => removeIfThere(curvePath(folders, event.key)));
          return end(event.instance);
        case "failed":
          counts.failed++;
          return end(event.instance);
      }
    },
    close: () => clearInterval(timer),
  };
}
