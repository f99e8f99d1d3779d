import { resolve } from "node:path";

/** Where everything of a cache lies. */
export interface CacheFolders {
  /** Folder of the cache. */
  readonly root: string;
  /** Action records, `ac/<key>.json`. */
  readonly actions: string;
  /** Contents, `cas/sha256/ab/<digest>`. */
  readonly blobs: string;
  /** Emitted modules by the digest of their source. */
  readonly emit: string;
  /** Parsed pipeline files by path. */
  readonly parsed: string;
  /** Module lists by code digest, to say which file changed. */
  readonly code: string;
  /** Parts of each key, to say what differs. */
  readonly parts: string;
  /** Last key of each instance. */
  readonly instances: string;
  /** Kernel locks. */
  readonly locks: string;
  /** Logs of stage processes. */
  readonly logs: string;
  /** What unfinished stages have measured so far, `curves/<key>.jsonl`. */
  readonly curves: string;
  /** Private folders of running stages. */
  readonly work: string;
  /** Private folders of stages that run elsewhere and outlive a run, by key. */
  readonly jobs: string;
  /** Checkpoints by key. */
  readonly checkpoints: string;
  /** Outputs of failed stages by key. */
  readonly failed: string;
  /** Blobs whose content is wrong. */
  readonly quarantine: string;
  /** Files on their way to another folder; one folder a process. */
  readonly temp: string;
  /** What each run used. */
  readonly runs: string;
  /** Runs that stay for good, by tag. */
  readonly tags: string;
  /** Append-only list of what ran. */
  readonly journal: string;
}

/** Folders of the cache at a path. */
export function cacheFolders(path: string): CacheFolders {
  const root = resolve(path);
  return {
    root,
    actions: `${root}/ac`,
    blobs: `${root}/cas/sha256`,
    emit: `${root}/emit`,
    parsed: `${root}/parsed`,
    code: `${root}/code`,
    parts: `${root}/parts`,
    instances: `${root}/instances`,
    locks: `${root}/locks`,
    logs: `${root}/logs`,
    curves: `${root}/curves`,
    work: `${root}/work`,
    jobs: `${root}/jobs`,
    checkpoints: `${root}/checkpoints`,
    failed: `${root}/failed`,
    quarantine: `${root}/quarantine`,
    temp: `${root}/tmp`,
    runs: `${root}/runs`,
    tags: `${root}/tags`,
    journal: `${root}/journal.jsonl`,
  };
}
