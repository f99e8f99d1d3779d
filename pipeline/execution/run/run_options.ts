import type { FailureKind, PipelineError } from "../../base/pipeline_error.ts";
import type { Provenance } from "../../cache/history/journal.ts";
import type { RunRecord } from "../../cache/history/run_record.ts";
import type { Action, OpenedPipeline } from "../../cache/key/action.ts";
import type { SharedCache } from "../../cache/shared/shared_cache.ts";
import type { ActionRecord } from "../../cache/store/action_record.ts";
import type { ChosenExecutor } from "../executor/executor.ts";
import type { AcceptHint, RunEvent } from "../live/run_event.ts";
import type { BlobChecks } from "../job/stage_inputs.ts";
import type { GpuPool } from "./gpu_pool.ts";

/** How a run is ended, and what it does where a stage fails or is locked. */
export interface RunControl {
  /** Asks running stages to stop. */
  readonly stop: AbortSignal;
  /** Ends running stages at once. */
  readonly kill: AbortSignal;
  /** Seconds between asking a stage to stop and ending it. */
  readonly grace: number;
  /** Most bytes that the log of a stage keeps. */
  readonly logLimit: number;
  /** True: a command that cannot be confined is not run. */
  readonly strict: boolean;
  /** False: a lock that another process holds is an error. */
  readonly wait: boolean;
  /** True: after a failure, stages that do not depend on it still run. */
  readonly keepGoing: boolean;
}

/** A pipeline and all that it is run with. */
export interface RunOptions {
  readonly opened: OpenedPipeline;
  readonly chosen: ChosenExecutor;
  readonly control: RunControl;
  /** Folder of the project, whose last run and lock files `gc` keeps. */
  readonly project: string;
  /** deno.json with the import map of stage processes. */
  readonly config: string;
  /** Folder that gets published outputs. */
  readonly results: string;
  readonly shared?: SharedCache | undefined;
  readonly report: (event: RunEvent) => void;
  /** Gets the name of the record of the keys. */
  readonly recorded?: (id: string) => void;
  /** When the program began, on the clock of `performance.now()`. */
  readonly began: number;
  /** Commit, host and version of Deno, for the journal. */
  readonly provenance: () => Provenance;
  /** What published outputs name as their origin. */
  readonly origin: {
    /** Command line of the run. */
    readonly command: string;
    /** Version of this program. */
    readonly version: () => string;
  };
}

/** Results of a run so far. */
export interface RunState {
  readonly actions: Map<string, Action>;
  /** Records of the instances that are done, by instance. */
  readonly records: Map<string, ActionRecord>;
  /** The last run, where its keys are known to be remembered as the last of their instances. */
  readonly last: RunRecord | undefined;
  readonly checked: BlobChecks;
  readonly failures: Map<string, FailureKind>;
  /** Instances that have to wait until the damaged blobs among their inputs are made again, with the damage. */
  readonly again: Map<string, PipelineError>;
  /** Instances that ran. */
  readonly ran: Set<string>;
  /** Instances that were in the cache. */
  readonly cached: Set<string>;
  /** What can be accepted of the user's files outside of the cache, by command line. */
  readonly accept: Map<string, AcceptHint>;
}

/** A run in progress. */
export interface ActiveRun extends RunOptions {
  readonly state: RunState;
  /** Temporary folder of this process. */
  readonly temp: string;
  /** GPUs of the machine. */
  readonly gpus: GpuPool;
  /** Prepares what the instances that wait for this one will need. */
  readonly prepareAhead: (instance: string) => void;
}
