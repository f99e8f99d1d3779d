import { PipelineError } from "../../base/pipeline_error.ts";
import { type FileLock, tryLock, waitForLock } from "../../base/file_lock.ts";
import { lockHolder } from "../../base/lease.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { ActionOptions } from "./action_options.ts";
import { actionLockPath } from "../job/stage_lock.ts";

/**
 * Takes the lock of an action. Throws a `PipelineError` of kind `locked` where another process holds it and waiting is not
 * wanted.
 *
 * @param instance The instance, for messages.
 * @param key Key of its action.
 * @param options The cache, whether to wait, and the signal that ends waiting.
 * @returns The lock.
 */
export async function lockAction(
  instance: Instance,
  key: string,
  options: Pick<ActionOptions, "folders" | "wait" | "report" | "stop">,
): Promise<FileLock> {
  const path = actionLockPath(options.folders, key);
  if (!options.wait) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    const holder = lockHolder(path);
    const who = holder === undefined
      ? "another process"
      : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
    throw new PipelineError(
      "locked",
      `Expected ${instance.name} to be free but found it locked by ${who}`,
    );
  }
  const onWait = (holder: ReturnType<typeof lockHolder>) => {
    // Two instances with one key wait for each other silently.
    if (holder?.pid === Deno.pid) return;
    options.report({
      type: "wait",
      instance: instance.name,
      holder: holder ?? null,
    });
  };
  return await waitForLock(path, { onWait, signal: options.stop });
}
