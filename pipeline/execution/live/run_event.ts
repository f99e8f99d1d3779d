import type { LockHolder } from "../../base/lease.ts";
import type { Progress } from "../../stage.ts";

/** An event of a run, for the terminal and for `--json`. */
export type RunEvent =
  | { readonly type: "start"; readonly instance: string; readonly key: string }
  | {
    readonly type: "progress";
    readonly instance: string;
    readonly progress: Progress;
  }
  | { readonly type: "log"; readonly instance: string; readonly line: string }
  | {
    readonly type: "measure";
    readonly instance: string;
    readonly name: string;
    readonly value: number;
  }
  | {
    readonly type: "prepare";
    readonly toolchain: string;
    readonly progress: Progress;
  }
  | {
    readonly type: "wait";
    readonly instance: string;
    readonly holder: LockHolder | null;
    /** What it waits for, where it is no lock of a process that is known. */
    readonly what?: string;
  }
  | { readonly type: "cached"; readonly instance: string; readonly key: string }
  | {
    readonly type: "done";
    readonly instance: string;
    readonly key: string;
    readonly seconds: number;
  }
  | {
    readonly type: "failed";
    readonly instance: string;
    readonly seconds: number;
    readonly message: string;
    /** Path of the log, if the stage has started. */
    readonly log?: string;
    /** Its last lines before the message, if it wrote any. */
    readonly lines?: readonly string[];
  }
  /** Inputs of the instance are damaged: the instances that made them run again, then this one. */
  | {
    readonly type: "again";
    readonly instance: string;
    readonly message: string;
  }
  | { readonly type: "warning"; readonly message: string }
  /** What is known of a sweep before a round, and how many instances its pipeline has so far. */
  | {
    readonly type: "sweep";
    readonly message: string;
    readonly instances: number;
  }
  | { readonly type: "skipped"; readonly instance: string }
  | { readonly type: "interrupted" }
  | {
    readonly type: "published";
    readonly path: string;
    readonly changed: boolean;
  }
  | { readonly type: "show"; readonly path: string; readonly text: string }
  | ({ readonly type: "summary" } & RunSummary);

/** How a change of the user's files outside of the cache is accepted. */
export interface AcceptHint {
  /** The command with its words, without the name of the program. */
  readonly command: string;
  /** What it writes, such as `listing: 8f42...`. */
  readonly digests: readonly string[];
}

/** Counts at the end of a run. */
export interface RunSummary {
  readonly ran: number;
  readonly cached: number;
  readonly failed: number;
  /** Instances that did not start. */
  readonly skipped: number;
  readonly seconds: number;
  /** Changes of the user's files outside of the cache that can be accepted, if there are any. */
  readonly accept?: readonly AcceptHint[];
}
