import type { Json } from "../../base/canonical_json.ts";
import type { FoldedStage, Member, Progress } from "../../stage.ts";

/** Request to a stage process; a JSON file in its work folder. */
export interface StageRequest {
  readonly params: Json;
  /** Paths of single inputs by name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Members of gathered inputs by name. */
  readonly members: Readonly<Record<string, readonly Member[]>>;
  /** Paths of outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly checkpoint: string;
  /** The folded DAG, for a stage that asks for it. */
  readonly graph: readonly FoldedStage[];
  /** Lock file that the process holds while it lives. */
  readonly lock: string;
  /** Folder of the result. */
  readonly end: string;
  /** Folder of the outputs, which another machine reads; only for a job that outlives its scheduler. */
  readonly detached?: string;
}

/** One line from a stage process. */
export type StageMessage =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "log"; readonly line: string }
  | { readonly type: "measure"; readonly name: string; readonly value: number }
  | { readonly type: "done" }
  | { readonly type: "stopped" }
  | { readonly type: "failed"; readonly message: string };

/** First character of a message line; other text on the same stream (of native libraries, say) goes to the log. */
export const MESSAGE_MARK = "\x1e";
