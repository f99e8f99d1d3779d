import type { Action } from "../../cache/key/action.ts";
import { type ActionRecord, lookUp } from "../../cache/store/action_record.ts";
import { isDiskFull } from "../../base/disk_error.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { runJob } from "../executor/run_job.ts";
import { endOnSignal, orStopped } from "./end_on_signal.ts";
import { lockAction } from "./lock_action.ts";
import type { HeldGpus } from "./lock_gpus.ts";
import type { VisibleGpu } from "../plan/visible_gpus.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { ToolchainGrant } from "../../stage.ts";
import { failureText } from "../job/failure_text.ts";
import { logEnd } from "../job/log_end.ts";
import { stageTrace } from "../job/stage_trace.ts";
import { prepareJob } from "../job/prepare_job.ts";
import { leftoverText } from "./recover.ts";
import { memoryHint } from "./memory_hint.ts";
import { continuedCheckpoint } from "./continued_checkpoint.ts";
import { producerHint } from "./producer_hint.ts";
import { sealInputs } from "../job/stage_inputs.ts";
import { describeJob } from "../job/stage_job.ts";
import { endOrphan } from "../job/stage_lock.ts";
import { openLog, type StageLog } from "../job/stage_log.ts";
import { storeOutputs } from "../job/store_outputs.ts";
import { openModes } from "../../base/open_modes.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import type { ActiveRun } from "./run_options.ts";
import { ifThere } from "../../base/read_files.ts";

/** The record of an action, and how it came about. */
export interface ActionResult {
  readonly record: ActionRecord;
  /** False when another process or machine made it. */
  readonly ran: boolean;
}

/**
 * Runs the action of an instance under its lock and stores its outputs.
 *
 * Throws when it fails, is stopped or (without `wait`) is locked; outputs of a failed stage are kept apart, in
 * `failed/<key>`, and are never cached.
 */
export async function runAction(
  instance: Instance,
  action: Action,
  run: ActiveRun,
): Promise<ActionResult> {
  const { opened, control, report } = run;
  const lock = await lockAction(instance, action.key, run);
  try {
    const found = lookUp(opened.folders, action.key);
    if (found.hit) return { record: found.record, ran: false };
    const shared = await sharedRecord(instance, action, run);
    if (shared !== undefined) return { record: shared, ran: false };
    if (opened.mayRun?.has(instance.name) === false) {
      throw new PipelineError(
        "failed",
        "--only excludes this instance, but its result is not in the cache",
      );
    }
    run.prepareAhead(instance.name);
    await endOrphan(opened.folders, action.key);
    await run.chosen.endElsewhere(action.key);
    const { toolchain } = instance.stage.module;
    const grant = toolchain === undefined ? undefined : await orStopped(
      opened.toolchains.prepare(
        toolchain,
        instance.resources.gpus,
        (progress) =>
          report({ type: "prepare", toolchain: toolchain.name, progress }),
      ),
      control.stop,
    );
    report({ type: "start", instance: instance.name, key: action.key });
    return {
      record: await attempt(instance, { action, grant }, run),
      ran: true,
    };
  } finally {
    lock.release();
  }
}

async function sharedRecord(
  instance: Instance,
  action: Action,
  run: ActiveRun,
): Promise<ActionRecord | undefined> {
  const { shared, control: { stop }, temp } = run;
  if (shared === undefined) return undefined;
  const outputs = Object.keys(instance.stage.module.definition.outputs);
  return await orStopped(shared.pull(action.key, outputs, temp), stop);
}

interface ActionJob {
  readonly action: Action;
  readonly grant: ToolchainGrant | undefined;
}

/** Runs a stage, with retries where the file allows them: `<key>.<attempt>.log` is the log of each attempt but the last. */
async function attempt(
  instance: Instance,
  job: ActionJob,
  run: ActiveRun,
): Promise<ActionRecord> {
  const { retries } = instance.stage.spec.limits;
  const held = await takeGpus(instance, run);
  const slots = held?.gpus ?? [];
  const log = `${run.opened.folders.logs}/${job.action.key}`;
  try {
    for (let failures = 0;; failures++) {
      try {
        return await runStageAction(instance, { ...job, slots }, run);
      } catch (error) {
        const final = failures >= retries || run.control.stop.aborted ||
          (error instanceof PipelineError && error.kind !== "failed");
        if (final) throw error;
        run.report({
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
    held?.release();
  }
}

/** Takes the GPUs that an instance asks for, unless the executor chooses them. */
async function takeGpus(
  { name, resources: { gpus } }: Instance,
  { chosen, control, gpus: pool, report }: ActiveRun,
): Promise<HeldGpus | undefined> {
  if (gpus === 0 || chosen.limits.gpus === undefined) return undefined;
  const what = `${
    gpus === 1 ? "a GPU" : `${gpus} GPUs`
  } that others of this machine use`;
  return await pool.take(gpus, {
    onWait: () => report({ type: "wait", instance: name, holder: null, what }),
    signal: control.stop,
  });
}

async function runStageAction(
  instance: Instance,
  job: ActionJob & { readonly slots: readonly VisibleGpu[] },
  run: ActiveRun,
): Promise<ActionRecord> {
  const { opened: { folders, pipeline }, temp } = run;
  const executor = await run.chosen.executor();
  const { detached } = executor;
  const { key } = job.action;
  const work = executor.folder(key);
  const checkpoint = `${folders.checkpoints}/${key}`;
  const continued = continuedCheckpoint(instance, job.action, run);
  // A leftover changes no result: the next run tries again.
  const tidy = (path: string, remove = () => removeIfThere(path)) => {
    try {
      remove();
    } catch (error) {
      run.report({ type: "warning", message: leftoverText(path, error) });
    }
  };
  const path = `${folders.logs}/${key}.log`;
  using log = openLog(path, run.control.logLimit);
  try {
    const stageJob = describeJob(
      instance,
      { ...job, work, checkpoint, log },
      { folders, config: run.config, detached, report: run.report },
    );
    const living = await executor.attach(stageJob);
    const { records, checked } = run.state;
    if (living === undefined) {
      continued.begin();
      await prepareJob(instance, stageJob, {
        folders,
        records,
        checked,
        graph: pipeline.graph,
        detached,
        strict: run.control.strict,
      });
    }
    const exit = await endOnSignal(
      await runJob(executor, stageJob, living),
      { ...run.control, timeout: instance.stage.spec.limits.timeout },
    );
    if (stageJob.startsProcesses && stageJob.sharesInputs) {
      tidy(`${work}/in`, () => sealInputs(instance, { folders, records }));
    }
    if (!exit.ok) {
      run.control.stop.throwIfAborted();
      throw new PipelineError(
        "failed",
        exit.message + producerHint(exit.message, instance, pipeline) +
          memoryHint(exit.message, instance.resources),
      );
    }
    const record = storeOutputs(instance, job.action, {
      folders,
      out: `${work}/out`,
      temp,
      copies: stageJob.startsProcesses ? `${work}/copies` : undefined,
    });
    tidy(checkpoint, continued.end);
    // What an earlier attempt left would count as a failure once gc has removed the record.
    tidy(`${folders.failed}/${key}`);
    return record;
  } catch (error) {
    logFailure(error, path, log);
    if (!run.control.stop.aborted) {
      const out = `${work}/out`;
      tidy(
        out,
        () => keepFailed(folders.failed, { key, out, full: isFull(error) }),
      );
    }
    throw error;
  } finally {
    tidy(work);
  }
}

/** Writes why an action failed, unless the stage has written it by itself. */
function logFailure(error: unknown, path: string, log: StageLog): void {
  const why = failureText(error);
  if (logEnd(path).includes(why)) return;
  log.write(error instanceof PipelineError ? why : stageTrace(error));
}

function keepFailed(
  failed: string,
  job: { readonly key: string; readonly out: string; readonly full: boolean },
): void {
  const target = `${failed}/${job.key}`;
  removeIfThere(target);
  // On a full disk free the space instead of keeping the outputs.
  if (job.full) return;
  Deno.mkdirSync(failed, { recursive: true });
  openModes(job.out);
  ifThere(() => Deno.renameSync(job.out, target));
}

function isFull(error: unknown): boolean {
  return isDiskFull(error) ||
    (error instanceof Error && /ENOSPC|no space left/i.test(error.message));
}
