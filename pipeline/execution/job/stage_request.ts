import type { Json } from "../../base/canonical_json.ts";
import type { FoldedStage, Member, Progress } from "../../stage.ts";

/** What a stage process is asked to do; a JSON file in its work folder. */
export interface StageRequest {
  readonly params: Json;
  /** Paths of single inputs by name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Members of gathered inputs by name. */
  readonly members: Readonly<Record<string, readonly Member[]>>;
  /** Paths of outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly checkpoint: string;
  /** The folded DAG; empty unless the stage asks for it. */
  readonly graph: readonly FoldedStage[];
  /** Lock file that the process holds as long as it lives. */
  readonly lock: string;
  /** Folder that gets the result. */
  readonly end: string;
  /** Set for a job that does not end with its scheduler: the folder of its outputs, which other machines read. */
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

/** Starts a message line; other text on the same stream (of native libraries, say) goes to the log. */
export const MESSAGE_MARK = "\x1e";
