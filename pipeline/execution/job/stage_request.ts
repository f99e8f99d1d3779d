import type { Json } from "../../base/canonical_json.ts";
import type { Ancestor, FoldedStage, Member, SweepPlan } from "../../stage.ts";

/** Request to a stage process; a JSON file in its work folder. */
export interface StageRequest {
  /** Name of the stage, for messages. */
  readonly stage: string;
  readonly params: Json;
  readonly choices?: Json;
  /** Paths of single inputs by name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Members of all declared gathered inputs by name; none of one that is not wired. */
  readonly members: Readonly<Record<string, readonly Member[]>>;
  /** Paths of outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly checkpoint: string;
  /** The folded DAG, for a stage that asks for it. */
  readonly graph: readonly FoldedStage[];
  /** What its inputs descend from, for the same. */
  readonly lineage?: readonly Ancestor[];
  /** Trials and decisions of the sweep, for the same. */
  readonly sweep?: SweepPlan;
  /** Lock file that the process holds while it lives. */
  readonly lock: string;
  /** Lock files of its GPUs that it holds too. */
  readonly gpuLocks?: readonly string[];
  readonly end: string;
  /** Folder of the outputs, which another machine reads; only for a job that outlives its scheduler. */
  readonly detached?: string;
  /** Starts each line of standard output that is a message. Nothing that the stage starts knows it. */
  readonly mark: string;
}

/** The mark of the process whose request is in a work folder: the start of each line that is a message. */
export function readMark(work: string): string {
  const { mark } = JSON.parse(
    Deno.readTextFileSync(`${work}/request.json`),
  ) as StageRequest;
  return mark;
}
