import { EXIT } from "../../base/exit_codes.ts";
import type { RunEvent } from "../../execution/live/run_event.ts";

/** A second Ctrl-C within this time is the first one, delivered twice (by the terminal and by `deno task`). */
const ECHO = 300;

/** What Ctrl-C and SIGTERM mean to a run. */
export interface StopSignals {
  /** Asks to stop. */
  readonly stop: AbortSignal;
  /** Ends running stages at once. */
  readonly kill: AbortSignal;
  /** Exit code for the first signal. */
  code(): number;
  /** Listens no longer. */
  close(): void;
}

/**
 * Listens for Ctrl-C and SIGTERM: the first asks to stop, the second ends what runs.
 *
 * @param report Gets an event at the first one.
 * @returns The signals.
 */
export function stopOnSignals(report: (event: RunEvent) => void): StopSignals {
  const stop = new AbortController();
  const kill = new AbortController();
  let first: { readonly time: number; readonly code: number } | undefined;
  const take = (code: number) => {
    const time = performance.now();
    if (first === undefined) {
      first = { time, code };
      report({ type: "interrupted" });
      stop.abort(new DOMException("The run was interrupted", "AbortError"));
    } else if (time - first.time > ECHO) {
      kill.abort();
    }
  };
  const onInterrupt = () => take(EXIT.interrupted);
  const onTerminate = () => take(EXIT.terminated);
  Deno.addSignalListener("SIGINT", onInterrupt);
  Deno.addSignalListener("SIGTERM", onTerminate);
  return {
    stop: stop.signal,
    kill: kill.signal,
    code: () => first?.code ?? EXIT.interrupted,
    close: () => {
      Deno.removeSignalListener("SIGINT", onInterrupt);
      Deno.removeSignalListener("SIGTERM", onTerminate);
    },
  };
}
