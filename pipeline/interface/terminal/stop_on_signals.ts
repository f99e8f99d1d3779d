import { EXIT } from "../../base/exit_codes.ts";
import type { RunEvent } from "../../execution/live/run_event.ts";

/** Milliseconds within which a second Ctrl-C is the first one, delivered twice (by the terminal and by `deno task`). */
const ECHO = 300;

/** Effect of Ctrl-C and SIGTERM on a run. */
export interface StopSignals {
  /** Aborted to ask stages to stop. */
  readonly stop: AbortSignal;
  /** Aborted to kill running stages. */
  readonly kill: AbortSignal;
  /** Exit code of the first signal. */
  code(): number;
  close(): void;
}

/**
 * Listens for Ctrl-C and SIGTERM: the first asks stages to stop, the second kills them.
 *
 * @param report Gets an event at the first signal.
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
  return {
    stop: stop.signal,
    kill: kill.signal,
    code: () => first?.code ?? EXIT.interrupted,
    close: onSignals(take),
  };
}

/** Calls a function with the exit code of each Ctrl-C and SIGTERM, until the function that it returns is called. */
export function onSignals(take: (code: number) => void): () => void {
  const interrupt = () => take(EXIT.interrupted);
  const terminate = () => take(EXIT.terminated);
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", terminate);
  return () => {
    Deno.removeSignalListener("SIGINT", interrupt);
    Deno.removeSignalListener("SIGTERM", terminate);
  };
}
