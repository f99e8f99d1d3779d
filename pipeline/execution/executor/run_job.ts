import { ifPossible } from "../../../common/if_possible.ts";
import type { Executor } from "./executor.ts";
import type { StageJob } from "../job/stage_job.ts";
import { fileSizes } from "../job/job_result.ts";
import { type JobResult, readResult } from "../job/read_result.ts";

/** End of a stage. */
export interface StageExit {
  /** True if its result says that it is done. */
  readonly ok: boolean;
  /** Cause of a failure, in one line. */
  readonly message: string;
}

/** A job in progress. */
export interface RunningJob {
  readonly exit: Promise<StageExit>;
  /** Resolves when the job leaves the queue and runs. */
  readonly started: Promise<void>;
  /** Asks the job to stop, with all processes that it started. */
  terminate(): void;
  /** Kills the job, with all processes that it started. */
  kill(): void;
}

/** Most resubmissions of a job that was preempted or lost its node. */
const LOSSES = 10;

/**
 * Runs a job to its end, or follows one that an earlier run submitted.
 *
 * The result that the job writes decides. The state from the executor only tells when to stop waiting for one: a job in
 * an unknown state is waited for; one that is gone has `patience` seconds for its result to become visible, and is then
 * submitted again if it was lost, or has failed.
 *
 * @param handle Handle of an attached job.
 */
export async function runJob<H>(
  executor: Executor<H>,
  job: StageJob,
  handle?: H,
): Promise<RunningJob> {
  let current = handle ?? await executor.submit(job);
  let asked = false;
  const started = Promise.withResolvers<void>();
  const cancel = (how: "ask" | "end") => {
    asked = true;
    executor.cancel(current, how).catch((error) =>
      job.onOutput(new TextEncoder().encode(`${error}\n`))
    );
  };
  const follow = async (): Promise<StageExit> => {
    let told: string | undefined;
    let seen = false;
    let losses = 0;
    for (;;) {
      const state = await executor.poll(current);
      if (state.type === "running") started.resolve();
      if (state.type === "unknown" && told !== state.why) {
        job.onMessage({ type: "log", line: `${executor.name}: ${state.why}` });
        told = state.why;
      }
      let result = endOf(job, asked);
      if (state.type === "gone" && result === undefined) {
        result = await lateResult(
          state.patience ?? executor.patience,
          job,
          asked,
        );
        if (result === undefined) {
          if (state.lost && !asked && losses++ < LOSSES) {
            job.onMessage({
              type: "log",
              line: `the process ${state.how}: submitting it again`,
            });
            current = await executor.submit(job);
            continue;
          }
          return {
            ok: false,
            message: asked
              ? "stopped"
              : state.said ?? `the process ${state.how} before it was done`,
          };
        }
      }
      // A cluster that still says "running" may be behind; the next poll decides.
      const ended = seen || state.type === "gone" || state.type === "unknown";
      if (result !== undefined && ended) {
        return await exitOf(executor, job, result);
      }
      seen = result !== undefined;
      await executor.changed(current);
    }
  };
  const exit = follow().finally(() => started.resolve());
  return {
    exit,
    started: started.promise,
    terminate: () => cancel("ask"),
    kill: () => cancel("end"),
  };
}

/** The result; `stopped` only counts on request, as a cluster may have moved the job to another node. */
function endOf(job: StageJob, asked: boolean): JobResult | undefined {
  const result = readResult(`${job.work}/end`);
  return result?.status === "stopped" && !asked ? undefined : result;
}

async function lateResult(
  patience: number,
  job: StageJob,
  asked: boolean,
): Promise<JobResult | undefined> {
  return await within(patience, () => {
    refresh(`${job.work}/end`);
    return endOf(job, asked);
  });
}

async function exitOf<H>(
  executor: Executor<H>,
  job: StageJob,
  { status, message, files = {} }: JobResult,
): Promise<StageExit> {
  if (status === "stopped") return { ok: false, message: "stopped" };
  if (status === "failed") return { ok: false, message };
  const out = `${job.work}/out`;
  const missing = () => {
    refresh(out);
    const found = fileSizes(out);
    return Object.entries(files).find(([path, size]) => found[path] !== size);
  };
  if (Object.keys(files).length > 0) {
    const whole = await within(
      executor.patience,
      () => missing() === undefined ? true : undefined,
    );
    const [path] = whole ? [] : missing() ?? [];
    if (path !== undefined) {
      return {
        ok: false,
        message:
          `${path}, which the job wrote, is missing or too short after ${executor.patience} s`,
      };
    }
  }
  return { ok: true, message: "" };
}

/** Asks until there is an answer or the time is over, at least once. */
async function within<T>(
  seconds: number,
  ask: () => T | undefined,
): Promise<T | undefined> {
  for (const end = performance.now() + seconds * 1000;;) {
    const answer = ask();
    if (answer !== undefined || performance.now() >= end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Opens a folder, which makes a network file system drop its cached entries. */
function refresh(folder: string): void {
  // It may not exist yet.
  ifPossible(() => {
    using file = Deno.openSync(folder);
    file.statSync();
    for (const _ of Deno.readDirSync(folder));
  });
}
