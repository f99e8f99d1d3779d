import type { Action } from "../../cache/key/action.ts";
import { type ActionRecord, lookUp } from "../../cache/store/action_record.ts";
import { isDiskFull } from "../../base/disk_error.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { runJob } from "../executor/run_job.ts";
import { endOnSignal, orStopped } from "./end_on_signal.ts";
import { lockAction } from "./lock_action.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { ToolchainGrant } from "../../stage.ts";
import { failureText } from "../job/failure_text.ts";
import { prepareJob } from "../job/prepare_job.ts";
import { producerHint } from "./producer_hint.ts";
import { describeJob } from "../job/stage_job.ts";
import { endOrphan } from "../job/stage_lock.ts";
import { openLog } from "../job/stage_log.ts";
import { storeOutputs } from "../job/store_outputs.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import type { ActionOptions } from "./action_options.ts";

/** How an action came to its record. */
export interface ActionResult {
  /** The record. */
  readonly record: ActionRecord;
  /** False when another process made it meanwhile. */
  readonly ran: boolean;
}

/**
 * Runs the action of an instance under its lock and stores what it made.
 *
 * Throws when it fails, is stopped or (without `wait`) is locked; outputs of a failed stage are kept apart, in
 * `failed/<key>`, and are never cached.
 *
 * @param instance The instance.
 * @param action Its action.
 * @param options Cache, records and signals.
 * @returns The record.
 */
export async function runAction(
  instance: Instance,
  action: Action,
  options: ActionOptions,
): Promise<ActionResult> {
  const lock = await lockAction(instance, action.key, options);
  try {
    const found = lookUp(options.folders, action.key);
    if (found.hit) return { record: found.record, ran: false };
    const shared = await sharedRecord(instance, action, options);
    if (shared !== undefined) return { record: shared, ran: false };
    if (options.mayRun?.has(instance.name) === false) {
      throw new PipelineError(
        "failed",
        "Expected it in the cache, as --only leaves it out, but it has to run",
      );
    }
    await endOthers(action.key, options);
    const { toolchain } = instance.stage.module;
    const grant = toolchain === undefined ? undefined : await orStopped(
      options.toolchains.prepare(toolchain, (progress) =>
        options.report({
          type: "prepare",
          toolchain: toolchain.name,
          progress,
        })),
      options.stop,
    );
    options.report({ type: "start", instance: instance.name, key: action.key });
    return {
      record: await attempt(instance, { action, grant }, options),
      ran: true,
    };
  } finally {
    lock.release();
  }
}

/** Ends what an earlier run left at work on the action, unless this run's executor goes on with it. */
async function endOthers(key: string, options: ActionOptions): Promise<void> {
  const { folders } = options;
  await endOrphan(folders, key);
  await options.endElsewhere(key);
}

async function sharedRecord(
  instance: Instance,
  action: Action,
  options: ActionOptions,
): Promise<ActionRecord | undefined> {
  const { shared, stop, temp } = options;
  if (shared === undefined) return undefined;
  const outputs = Object.keys(instance.stage.module.definition.outputs);
  return await orStopped(shared.pull(action.key, outputs, temp), stop);
}

interface ActionJob {
  readonly action: Action;
  readonly grant: ToolchainGrant | undefined;
}

/** Runs a stage, again where the file allows it: the log of every attempt but the last is `<key>.<attempt>.log`. */
async function attempt(
  instance: Instance,
  job: ActionJob,
  options: ActionOptions,
): Promise<ActionRecord> {
  const { retries } = instance.stage.spec.limits;
  const { gpus } = instance.resources;
  const slots = gpus === 0 || options.limits.gpus === undefined
    ? []
    : options.gpus.take(gpus);
  const log = `${options.folders.logs}/${job.action.key}`;
  try {
    for (let failures = 0;; failures++) {
      try {
        return await runStageAction(instance, { ...job, slots }, options);
      } catch (error) {
        const final = failures >= retries || options.stop.aborted ||
          (error instanceof PipelineError && error.kind !== "failed");
        if (final) throw error;
        options.report({
          type: "log",
          instance: instance.name,
          line: `attempt ${failures + 1} of ${retries + 1} failed: ${
            failureText(error)
          }`,
        });
        Deno.renameSync(`${log}.log`, `${log}.${failures + 1}.log`);
      }
    }
  } finally {
    options.gpus.give(slots);
  }
}

async function runStageAction(
  instance: Instance,
  job: ActionJob & { readonly slots: readonly string[] },
  options: ActionOptions,
): Promise<ActionRecord> {
  const { folders, executor } = options;
  const { key } = job.action;
  const work = executor.folder(key);
  const checkpoint = `${folders.checkpoints}/${key}`;
  using log = openLog(`${folders.logs}/${key}.log`);
  try {
    const stageJob = describeJob(
      instance,
      { ...job, work, checkpoint, log },
      { ...options, detached: executor.detached },
    );
    const living = await executor.attach(stageJob);
    if (living === undefined) {
      await prepareJob(instance, stageJob, {
        ...options,
        graph: options.pipeline.graph,
        detached: executor.detached,
      });
    }
    const exit = await endOnSignal(
      await runJob(executor, stageJob, living),
      { ...options, timeout: instance.stage.spec.limits.timeout },
    );
    if (!exit.ok) {
      options.stop.throwIfAborted();
      throw new PipelineError(
        "failed",
        exit.message + producerHint(exit.message, instance, options.pipeline),
      );
    }
    const record = storeOutputs(instance, job.action, {
      folders,
      out: `${work}/out`,
      temp: options.temp,
    });
    removeIfThere(checkpoint);
    return record;
  } catch (error) {
    log.write(String(error instanceof Error ? error.stack : error));
    if (!options.stop.aborted) {
      keepFailed(folders.failed, {
        key,
        out: `${work}/out`,
        full: isFull(error),
      });
    }
    throw error;
  } finally {
    removeIfThere(work);
  }
}

function keepFailed(
  failed: string,
  job: { readonly key: string; readonly out: string; readonly full: boolean },
): void {
  const target = `${failed}/${job.key}`;
  removeIfThere(target);
  // On a full disk the remains are in the way of everything else.
  if (job.full) return;
  Deno.mkdirSync(failed, { recursive: true });
  try {
    Deno.renameSync(job.out, target);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function isFull(error: unknown): boolean {
  return isDiskFull(error) ||
    (error instanceof Error && /ENOSPC|no space left/i.test(error.message));
}
