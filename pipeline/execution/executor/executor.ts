import type { StageJob } from "../job/stage_job.ts";
import type { MachineLimits } from "../plan/machine_limits.ts";

/** What an executor knows of a job. Only a hint: the truth is the result that the job wrote. */
export type JobState =
  | { readonly type: "waiting" | "running" }
  /** The executor cannot say: that is no failure. */
  | { readonly type: "unknown"; readonly why: string }
  | {
    readonly type: "gone";
    /** How it went, for a message: `was ended by SIGKILL`. */
    readonly how: string;
    /** True when the machine or the scheduler took it away, so that it is to be submitted again. */
    readonly lost?: boolean;
    /** Why it failed, where it said so but left no result, on a full disk for example. */
    readonly said?: string;
    /** Seconds that its result may still take, where that is less than the executor's patience. */
    readonly patience?: number;
  };

/** Runs the jobs of stages, here or elsewhere. */
export interface Executor<Handle = unknown> {
  /** Name on the command line. */
  readonly name: string;
  /** True when its jobs outlive the scheduler, and their folder with them. */
  readonly detached: boolean;
  /** Seconds that a result may take to become visible after a job is gone. */
  readonly patience: number;
  /** Where the private folder of an action is. */
  folder(key: string): string;
  /** The job of an action that an earlier run submitted and that may still live. */
  attach(job: Pick<StageJob, "key" | "onMessage" | "onOutput">): Promise<
    Handle | undefined
  >;
  /** Starts a job. */
  submit(job: StageJob): Promise<Handle>;
  /** What is known of it. */
  poll(handle: Handle): Promise<JobState>;
  /** Asks it to stop, or ends it; with all processes that it started. */
  cancel(handle: Handle, how: "ask" | "end"): Promise<void>;
  /** Resolves when it is worth while to poll again. */
  changed(handle: Handle): Promise<void>;
}

/** The executor of a run, with what it may be given at a time. */
export interface ChosenExecutor {
  readonly executor: Executor;
  /** What there is in all. */
  readonly limits: MachineLimits;
  /** Jobs at a time, where the command line does not say. */
  readonly jobs: number;
  /** Ends the job that an earlier run, with another executor, left at work on an action. */
  endElsewhere(key: string): Promise<void>;
}
