import { ifPossible } from "../../../common/if_possible.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import type { RunEvent } from "./run_event.ts";
import { writeAtomic } from "../../base/write_atomic.ts";
import { appendCurve } from "./curve_file.ts";
import type { StepMetrics } from "../../stage.ts";
import { liveInstances } from "./live_instances.ts";
import {
  LIVE_FILE,
  type LiveInstance,
  type LiveStatus,
} from "./live_status.ts";

/** Writes the state of a run while it works, for others to read. */
export interface LiveReports {
  report(event: RunEvent): void;
  close(): void;
}

/** The run to report, and when. */
export interface LiveOptions extends Pick<LiveStatus, "pipeline" | "file"> {
  readonly total: number;
  readonly folders: CacheFolders;
  /** Temporary folder of the run, removed with it. */
  readonly temp: string;
  /** Clock in milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds between two writes; default 500. */
  readonly interval?: number;
}

/**
 * Least time between two points of a curve, as a share of the time that the instance has run: so a curve has some ten
 * thousand points at most, however long the instance runs.
 */
const SPACING = 1 / 5000;

/**
 * Keeps a small file in the temporary folder of a run with the instances in progress, written at most twice a second, and
 * for each instance a curve of its measures. A run that finds everything in the cache writes nothing.
 *
 * Failed writes, on a full disk say, are ignored: a run does not depend on being watched.
 */
export function liveReports(options: LiveOptions): LiveReports {
  const { folders, temp, now, interval = 500 } = options;
  const seconds = () => now() / 1000;
  const state = liveInstances(seconds);
  const began = seconds();
  const { pipeline, file, total } = options;
  const addPoint = curveWriter(folders, seconds);
  let changed = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const write = () => {
    if (!changed) return;
    changed = false;
    const status: LiveStatus = {
      pipeline,
      file,
      began,
      total,
      ...state.status(),
    };
    const text = JSON.stringify(status);
    ifPossible(() => writeAtomic(`${temp}/${LIVE_FILE}`, text, temp, false));
  };
  return {
    report: (event) => {
      if (state.apply(event)) {
        changed = true;
        if (timer === undefined) {
          timer = setInterval(write, interval);
          Deno.unrefTimer(timer);
        }
      }
      if (event.type === "progress") {
        const entry = state.get(event.instance);
        const { metrics } = event.progress;
        if (entry !== undefined) addPoint(entry, metrics);
      }
    },
    close: () => clearInterval(timer),
  };
}

/** Appends points to the curves of instances, each step once and not too often. */
function curveWriter(folders: CacheFolders, seconds: () => number) {
  const points = new Map<string, { step: number; time: number }>();
  return ({ key, began }: LiveInstance, metrics?: StepMetrics): void => {
    if (metrics === undefined || key === undefined) return;
    const { step } = metrics;
    const time = seconds();
    const before = points.get(key);
    const early = before !== undefined &&
      time - before.time < SPACING * (time - began);
    if (step === before?.step || early) return;
    points.set(key, { step, time });
    ifPossible(() =>
      appendCurve(folders, key, { ...metrics, time: Math.round(1000 * time) })
    );
  };
}
