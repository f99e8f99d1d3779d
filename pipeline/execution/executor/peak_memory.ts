import { ifPossible } from "../../../common/if_possible.ts";

/** Sampling interval in milliseconds. */
const INTERVAL = 1000;

/** Samples the memory of a process. */
export interface PeakMemory {
  look(): void;
  /** Stops sampling, and gives the peak in whole MiB, rounded up; undefined if the system does not tell. */
  end(): number | undefined;
}

/**
 * Peak resident size of a process in MiB, as counted by Linux; undefined on other systems, and after the end of the
 * process.
 *
 * @param process Id, or `self`.
 */
export function peakMemoryOf(process: number | "self"): number | undefined {
  const path = `/proc/${process}/status`;
  const status = ifPossible(() => Deno.readTextFileSync(path)) ?? "";
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

/**
 * Samples {@linkcode peakMemoryOf} a process that may end at any time.
 *
 * The process is sampled from outside: a stage may not read /proc, and `getrusage` includes the memory of the parent.
 */
export function watchPeakMemory(pid: number): PeakMemory {
  let peak: number | undefined;
  const look = () => {
    peak = peakMemoryOf(pid) ?? peak;
  };
  const timer = setInterval(look, INTERVAL);
  return {
    look,
    end() {
      clearInterval(timer);
      return peak === undefined ? undefined : Math.ceil(peak);
    },
  };
}
