import { resolve } from "node:path";

/** Paths of a cache. */
export interface CacheFolders {
  readonly root: string;
  /** Action records, `ac/<key>.json`. */
  readonly actions: string;
  /** Contents, `cas/sha256/ab/<digest>`. */
  readonly blobs: string;
  /** Digests of bundled code by entry module. */
  readonly emit: string;
  /** Parsed pipeline files by path. */
  readonly parsed: string;
  /** What was seen of files outside of the cache, and listings by digest. */
  readonly outside: string;
  /** Module lists by code digest, which show the files that changed. */
  readonly code: string;
  /** Parts of each key, which show what changed. */
  readonly parts: string;
  /** Last key of each instance. */
  readonly instances: string;
  /** Kernel locks. */
  readonly locks: string;
  /** Logs of stage processes. */
  readonly logs: string;
  /** Curves that stages reported while they ran, with their times, `curves/<key>.jsonl`. */
  readonly curves: string;
  /** Programs that drivers of GPUs compiled, and use again. */
  readonly kernels: string;
  /** Private folders of running stages. */
  readonly work: string;
  /** Private folders of submitted jobs, which outlive a run, by key. */
  readonly jobs: string;
  readonly checkpoints: string;
  /** Last checkpoints of runs from which longer ones continue. */
  readonly continued: string;
  /** Outputs of failed stages by key. */
  readonly failed: string;
  readonly quarantine: string;
  /** Temporary files, in a folder for each process. */
  readonly temp: string;
  /** Keys that each run used. */
  readonly runs: string;
  /** Trials and decisions of sweeps, by pipeline. */
  readonly sweeps: string;
  /** Runs that gc keeps, by tag. */
  readonly tags: string;
  /** Records of the files that publication wrote, by published path. */
  readonly published: string;
  /** Projects that use the cache. */
  readonly roots: string;
  readonly journal: string;
  /** Begin and end of each run, a line each. */
  readonly history: string;
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
    outside: `${root}/outside`,
    code: `${root}/code`,
    parts: `${root}/parts`,
    instances: `${root}/instances`,
    locks: `${root}/locks`,
    logs: `${root}/logs`,
    curves: `${root}/curves`,
    kernels: `${root}/gpu-kernels`,
    work: `${root}/work`,
    jobs: `${root}/jobs`,
    checkpoints: `${root}/checkpoints`,
    continued: `${root}/continued`,
    failed: `${root}/failed`,
    quarantine: `${root}/quarantine`,
    temp: `${root}/tmp`,
    runs: `${root}/runs`,
    sweeps: `${root}/sweeps`,
    tags: `${root}/tags`,
    published: `${root}/published`,
    roots: `${root}/roots`,
    journal: `${root}/journal.jsonl`,
    history: `${root}/history.jsonl`,
  };
}
