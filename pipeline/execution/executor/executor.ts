import type { StagePermissions, ToolchainGrant } from "../../stage.ts";
import type { StageMessage } from "../job/stage_request.ts";

/** A stage that is ready to run: its folder holds the request, the inputs and empty folders for what it makes. */
export interface StageJob {
  /** Name of the instance. */
  readonly name: string;
  /** Key of its action. */
  readonly key: string;
  /** Module of the stage. */
  readonly module: string;
  /** Private folder: `request.json`, `in/`, `out/`, `tmp/` and, at the end, `end/result.json`. */
  readonly work: string;
  /** Its checkpoint folder. */
  readonly checkpoint: string;
  /** Lock file that the process holds. */
  readonly lock: string;
  /** Configuration with the import map. */
  readonly config: string;
  /** Paths it may read. */
  readonly read: readonly string[];
  /** Paths it may write (and read). */
  readonly write: readonly string[];
  /** Declared permissions. */
  readonly permissions: StagePermissions;
  /** Native software. */
  readonly grant?: ToolchainGrant;
  /** True when it may leave processes behind. */
  readonly startsProcesses: boolean;
  /** GPUs that it has for itself, where the executor does not choose them. */
  readonly gpus?: readonly string[];
  /** What it keeps busy: cores, MiB, GPUs. */
  readonly resources: {
    readonly cpus: number;
    readonly memory: number;
    readonly gpus: number;
  };
  /** Seconds it may run. */
  readonly timeout?: number | undefined;
  /** Gets messages. */
  readonly onMessage: (message: StageMessage) => void;
  /** Gets every other line of output. */
  readonly onOutput: (line: string) => void;
}

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
