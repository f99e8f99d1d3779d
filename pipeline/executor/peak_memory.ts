import { readTextIfThere } from "../read_text.ts";

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** Follows the memory of a process. */
export interface PeakMemory {
  /** Looks now. */
  look(): void;
  /** Looks no longer, and says the most there was in MiB; undefined where the system does not tell. */
  end(): number | undefined;
}

/**
 * Follows the largest resident size that a process ever had, as the kernel of Linux counts it.
 *
 * It is read from outside, as a stage may not read it, and as `getrusage` counts the memory of the parent as well.
 *
 * @param pid The process.
 */
export function watchPeakMemory(pid: number): PeakMemory {
  let peak: number | undefined;
  const look = () => {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(statusOf(pid))?.[1];
    if (kib !== undefined) peak = Math.ceil(Number(kib) / 1024);
  };
  const timer = setInterval(look, INTERVAL);
  return {
    look,
    end() {
      clearInterval(timer);
      return peak;
    },
  };
}

function statusOf(pid: number): string {
  try {
    return readTextIfThere(`/proc/${pid}/status`) ?? "";
  } catch {
    // It ends just now.
    return "";
  }
}
