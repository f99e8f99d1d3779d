import type { StageJob } from "../job/stage_job.ts";
import type { MachineLimits } from "../plan/machine_limits.ts";

/** State of a job as the executor knows it: a hint, while the result that the job writes decides. */
export type JobState =
  | { readonly type: "waiting" | "running" }
  /** The executor cannot tell, which is no failure. */
  | { readonly type: "unknown"; readonly why: string }
  | {
    readonly type: "gone";
    /** End of the job for a message: `was ended by SIGKILL`. */
    readonly how: string;
    /** True if the machine or the cluster stopped the job, which is then submitted again. */
    readonly lost?: boolean;
    /** Reported cause of a failure without a result, on a full disk for example. */
    readonly said?: string;
    /** Seconds to wait for the result, if less than the executor's patience. */
    readonly patience?: number;
  };

/** Runs jobs, on this machine or elsewhere. */
export interface Executor<Handle = unknown> {
  /** Name on the command line. */
  readonly name: string;
  /** True if its jobs, and their folders, outlive the scheduler. */
  readonly detached: boolean;
  /** Seconds that a result may take to become visible after the end of a job. */
  readonly patience: number;
  /** Path of the private folder of an action. */
  folder(key: string): string;
  /** Finds the job of an action that an earlier run submitted and that may still live. */
  attach(job: Pick<StageJob, "key" | "onMessage" | "onOutput">): Promise<
    Handle | undefined
  >;
  submit(job: StageJob): Promise<Handle>;
  /** Asks for the state of a job. */
  poll(handle: Handle): Promise<JobState>;
  /** Asks a job to stop, or ends it; with all processes that it started. */
  cancel(handle: Handle, how: "ask" | "end"): Promise<void>;
  /** Resolves when it is time to poll again. */
  changed(handle: Handle): Promise<void>;
}

/** The executor of a run, with the resources that it may use. */
export interface ChosenExecutor {
  /** Loads the executor; a run without work has no job for it. */
  executor(): Promise<Executor>;
  /** Resources of the machine or cluster. */
  readonly limits: MachineLimits;
  /** Jobs at a time. */
  readonly jobs: number;
  /** Ends the job of an action that an earlier run, with another executor, left running. */
  endElsewhere(key: string): Promise<void>;
}
