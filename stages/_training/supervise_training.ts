import type { StepReport } from "../../nas/training/step_report.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import type { DataWait } from "./data_wait.ts";
import { stepMetrics } from "./step_metrics.ts";

export interface SuperviseOptions<State> {
  /** Progress, log and abort signal of the stage. */
  readonly context: Pick<
    StageContext<unknown>,
    "progress" | "measure" | "signal"
  >;
  /** Time of loading batches; its share is measured as `dataWait` after the last step. */
  readonly wait: DataWait;
  /** Saves a checkpoint. */
  readonly save: (state: State) => Promise<void>;
  /** Longest time between two checkpoints in milliseconds; default 60,000. */
  readonly interval?: number;
  /** Clock in milliseconds. */
  readonly now?: () => number;
}

/**
 * Makes the callback of a training loop after each step: it reports progress, saves a checkpoint after each epoch and at
 * least once a minute, and after an abort saves and stops.
 */
export function superviseTraining<
  State,
  Epoch extends { readonly epoch: number },
>(
  options: SuperviseOptions<State>,
): (report: StepReport<State, Epoch>) => Promise<void> {
  const { context, save, wait } = options;
  const { interval = 60_000 } = options;
  const now = options.now ?? (() => performance.now());
  let saved = now();
  return async ({ done, total, last, epochEnd, state }) => {
    const said = last === undefined ? {} : { metrics: stepMetrics(last) };
    if (done === total) {
      context.measure("dataWait", Number(wait.share().toFixed(4)));
    }
    context.progress({ done, total, unit: "step", ...said });
    // Lets the event loop turn, so that signals arrive between steps.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const { aborted, reason } = context.signal;
    if (aborted || epochEnd || now() - saved > interval) {
      await save(state());
      saved = now();
    }
    if (aborted) throw reason;
  };
}
