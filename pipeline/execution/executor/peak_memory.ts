/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** Follows the memory of a process. */
export interface PeakMemory {
  look(): void;
  /** Looks no longer, and says the most there was in whole MiB; undefined where the system does not tell. */
  end(): number | undefined;
}

/**
 * The largest resident size that a process ever had in MiB, as the kernel of Linux counts it; undefined where the system
 * does not tell, or the process has ended.
 *
 * @param process Its id, or `self`.
 */
export function peakMemoryOf(process: number | "self"): number | undefined {
  try {
    const status = Deno.readTextFileSync(`/proc/${process}/status`);
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}

/**
 * Follows {@linkcode peakMemoryOf} a process that may end at any time.
 *
 * It is read from outside, as a stage may not read it, and as `getrusage` counts the memory of the parent as well.
 *
 * @param pid The process.
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
