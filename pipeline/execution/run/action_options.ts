import type { OpenedPipeline } from "../../cache/key/action.ts";
import type { ActionRecord } from "../../cache/store/action_record.ts";
import type { SharedCache } from "../../cache/shared/shared_cache.ts";
import type { ChosenExecutor, Executor } from "../executor/executor.ts";
import type { RunEvent } from "../live/run_event.ts";
import type { MachineLimits } from "../plan/machine_limits.ts";
import type { SlotPool } from "./slot_pool.ts";

/** What actions run with. */
export interface ActionOptions extends OpenedPipeline {
  /** deno.json with the import map of stage processes. */
  readonly config: string;
  /** Records of the instances that are done. */
  readonly records: ReadonlyMap<string, ActionRecord>;
  /** Digests whose content was checked in this run. */
  readonly verified: Set<string>;
  /** Temporary folder of this process. */
  readonly temp: string;
  /** False: a lock that another process holds is an error. */
  readonly wait: boolean;
  /** Asks running stages to stop. */
  readonly stop: AbortSignal;
  /** Ends running stages at once. */
  readonly kill: AbortSignal;
  /** Seconds between asking and ending. */
  readonly grace: number;
  /** Runs the processes of stages. */
  readonly executor: Executor;
  /** Ends the job that an earlier run left at work with another executor. */
  readonly endElsewhere: ChosenExecutor["endElsewhere"];
  /** What there is in all. */
  readonly limits: MachineLimits;
  /** GPUs of the machine. */
  readonly gpus: SlotPool;
  /** What other machines may have made already. */
  readonly shared?: SharedCache | undefined;
  /** Gets what happens. */
  readonly report: (event: RunEvent) => void;
}
