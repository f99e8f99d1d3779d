import type { Progress, StageContext } from "../../pipeline/stage.ts";

/** Reports progress and lets the event loop turn, so that signals arrive; throws if the stage was aborted. */
export async function reportProgress(
  { progress, signal }: Pick<StageContext<unknown>, "progress" | "signal">,
  done: Progress,
): Promise<void> {
  progress(done);
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
}
