/** Least bytes per second of a server that is not dead. */
const SLOWEST = 16 << 10;

/** A running limit. */
export interface TimeLimit {
  /** Aborts when time is up. */
  readonly signal: AbortSignal;
  /** Extends the limit by the time that received bytes take at the slowest allowed rate. */
  renew(bytes: number): void;
}

/**
 * Runs work within a time limit, which grows only with received bytes.
 *
 * @param options Seconds to start with, bytes to send, and a signal that ends the work.
 * @param work Must listen to the signal.
 * @returns Its result. Throws an `Error` when time is up.
 */
export async function withTimeLimit<T>(
  options: {
    readonly timeout: number;
    readonly signal: AbortSignal;
    readonly bytes?: number;
  },
  work: (limit: TimeLimit) => Promise<T>,
): Promise<T> {
  const timed = new AbortController();
  const began = performance.now();
  let bytes = options.bytes ?? 0;
  const left = () =>
    began + 1000 * (options.timeout + bytes / SLOWEST) - performance.now();
  let timer: ReturnType<typeof setTimeout>;
  const watch = () => {
    const rest = left();
    if (rest > 0) timer = setTimeout(watch, rest);
    else {
      const spent = Math.round(performance.now() - began) / 1000;
      timed.abort(
        new Error(`no answer in ${spent} s`),
      );
    }
  };
  timer = setTimeout(watch, left());
  const signal = AbortSignal.any([timed.signal, options.signal]);
  const ended = new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason))
  );
  try {
    signal.throwIfAborted();
    return await Promise.race([
      work({ signal, renew: (count) => bytes += count }),
      ended,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
