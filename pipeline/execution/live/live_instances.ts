import type { RunEvent } from "./run_event.ts";
import type { TimedProgress } from "./progress_rate.ts";
import type { LiveInstance, LiveStatus } from "./live_status.ts";

/** Instances of a run that are in progress, and counts of those that ended. */
export interface LiveInstances {
  /**
   * Applies an event.
   *
   * @returns True when the state changed.
   */
  apply(event: RunEvent): boolean;
  get(name: string): LiveInstance | undefined;
  /** State of the run at the moment. */
  status(): Pick<LiveStatus, "counts" | "preparing" | "instances">;
}

/**
 * Follows the events of a run.
 *
 * @param seconds Clock in seconds since 1970.
 */
export function liveInstances(seconds: () => number): LiveInstances {
  const counts = { ran: 0, cached: 0, failed: 0 };
  const preparing = new Map<string, TimedProgress>();
  const instances = new Map<string, LiveInstance>();
  const progress = (
    { instance, progress }: RunEvent & { type: "progress" },
  ): boolean => {
    const entry = instances.get(instance);
    if (entry === undefined) return false;
    const { metrics: _, ...rest } = progress;
    const last = { progress: rest, time: seconds() };
    // Work that starts again (a second attempt) starts a new estimate.
    const first = entry.first === undefined ||
        rest.done < entry.first.progress.done
      ? last
      : entry.first;
    instances.set(instance, { ...entry, first, last });
    return true;
  };
  const end = (
    name: string,
    count: keyof typeof counts,
  ): boolean => {
    counts[count]++;
    return instances.delete(name);
  };
  return {
    get: (name) => instances.get(name),
    status: () => ({
      counts,
      preparing: Object.fromEntries(preparing),
      instances: [...instances.values()],
    }),
    apply: (event) => {
      switch (event.type) {
        case "start": {
          const { instance, key } = event;
          instances.set(instance, { instance, key, began: seconds() });
          return true;
        }
        case "wait": {
          const { instance, holder } = event;
          const entry = { instance, began: seconds(), waitsFor: holder };
          instances.set(instance, entry);
          return true;
        }
        case "prepare": {
          const { toolchain, progress } = event;
          if (progress.done < progress.total) {
            preparing.set(toolchain, { progress, time: seconds() });
          } else preparing.delete(toolchain);
          return true;
        }
        case "progress":
          return progress(event);
        case "cached":
          return end(event.instance, "cached");
        case "done":
          return end(event.instance, "ran");
        case "again":
          return instances.delete(event.instance);
        case "failed":
          return end(event.instance, "failed");
      }
      return false;
    },
  };
}
