import { type LongTimer, longTimer } from "./long_timer.ts";
import type { RunningJob, StageExit } from "../executor/run_job.ts";

/** Waits for a promise; throws the signal's reason if it is aborted first. */
export async function orStopped<T>(
  promise: Promise<T>,
  stop: AbortSignal,
): Promise<T> {
  stop.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const onStop = () => reject(stop.reason);
  stop.addEventListener("abort", onStop);
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    stop.removeEventListener("abort", onStop);
  }
}

/**
 * Waits for a job; asks it to stop on `stop` or after `timeout` seconds, and kills it after the grace time or on
 * `kill`.
 *
 * @returns Its end; a job that ran out of time has failed, whatever its result.
 */
export async function endOnSignal(
  process: RunningJob,
  options: {
    readonly stop: AbortSignal;
    readonly kill: AbortSignal;
    readonly grace: number;
    readonly timeout?: number | undefined;
  },
): Promise<StageExit> {
  let late = false;
  let grace: LongTimer | undefined;
  const terminate = () => {
    process.terminate();
    grace ??= longTimer(process.kill, options.grace * 1000);
  };
  options.stop.addEventListener("abort", terminate);
  options.kill.addEventListener("abort", process.kill);
  if (options.stop.aborted) terminate();
  const { timeout } = options;
  let limit: LongTimer | undefined;
  let ended = false;
  process.started.then(() => {
    if (timeout === undefined || ended) return;
    limit = longTimer(() => {
      late = true;
      terminate();
    }, timeout * 1000);
  });
  try {
    const exit = await process.exit;
    return late
      ? { ok: false, message: `it ran out of time (timeout: ${timeout}s)` }
      : exit;
  } finally {
    ended = true;
    limit?.clear();
    grace?.clear();
    options.stop.removeEventListener("abort", terminate);
    options.kill.removeEventListener("abort", process.kill);
  }
}
