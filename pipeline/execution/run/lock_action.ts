import { PipelineError } from "../../base/pipeline_error.ts";
import { type FileLock, tryLock, waitForLock } from "../../base/file_lock.ts";
import { lockHolder } from "../../base/lease.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { RunOptions } from "./run_options.ts";
import { actionLockPath } from "../job/stage_lock.ts";

/**
 * Takes the lock of an action. Throws a `PipelineError` of kind `locked` where another process holds it and the run
 * does not wait.
 */
export async function lockAction(
  instance: Instance,
  key: string,
  run: Pick<RunOptions, "opened" | "control" | "report">,
): Promise<FileLock> {
  const path = actionLockPath(run.opened.folders, key);
  if (!run.control.wait) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    const holder = lockHolder(path);
    const who = holder === undefined
      ? "another process"
      : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
    throw new PipelineError(
      "locked",
      `${instance.name} is locked by ${who}`,
    );
  }
  const onWait = (holder: ReturnType<typeof lockHolder>) => {
    // Two instances with one key wait for each other silently.
    if (holder?.pid === Deno.pid) return;
    const { name } = instance;
    run.report({ type: "wait", instance: name, holder: holder ?? null });
  };
  return await waitForLock(path, { onWait, signal: run.control.stop });
}
