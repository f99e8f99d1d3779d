import type { Action } from "../../cache/key/action.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { ToolchainGrant } from "../../stage.ts";
import { protectsContent } from "../../command/landlock.ts";
import { notedProgress } from "./noted_progress.ts";
import type { StageMessage } from "./stage_message.ts";
import { gpuStageLock, stageLockPath } from "./stage_lock.ts";
import type { StageLog } from "./stage_log.ts";
import type { StageRights } from "./stage_permissions.ts";
import type { VisibleGpu } from "../plan/visible_gpus.ts";

/** A stage that is ready to run, with its private folder. */
export interface StageJob extends StageRights {
  readonly name: string;
  readonly key: string;
  /** Path of the module that does the work. */
  readonly module: string;
  /** True if it is a declaration, false if it exports `run`. */
  readonly declares: boolean;
  /** Paths of the modules of its parts by role. */
  readonly parts: Readonly<Record<string, string>>;
  /** Private folder: `request.json`, `in/`, `out/`, `tmp/` and, at the end, `end/result.json`. */
  readonly work: string;
  readonly checkpoint: string;
  /** Lock file that the process holds while it lives. */
  readonly lock: string;
  /** Configuration with the import map. */
  readonly config: string;
  /** True for `use: command`. */
  readonly command: boolean;
  /** True if it may start processes, and leave them behind. */
  readonly startsProcesses: boolean;
  /** True if nothing that it starts can change an input: inputs are then hard links to the store, not copies. */
  readonly sharesInputs: boolean;
  /** Reserved GPUs, unless the executor chooses them. */
  readonly gpus?: readonly VisibleGpu[];
  /** Folder of programs that the driver of a GPU compiles; undefined without a GPU. */
  readonly kernels?: string;
  /** Reserved cores, MiB of memory and GPUs. */
  readonly resources: {
    readonly cpus: number;
    readonly memory: number;
    readonly gpus: number;
  };
  /** Most seconds. */
  readonly timeout?: number | undefined;
  readonly onMessage: (message: StageMessage) => void;
  /** Gets the lines of output that are no messages. */
  readonly onOutput: (bytes: Uint8Array) => void;
}

/** The part of a run that a job is described with. */
export interface JobSetting {
  readonly folders: CacheFolders;
  /** deno.json with the import map of stage processes. */
  readonly config: string;
  /** True if the job outlives the scheduler. */
  readonly detached: boolean;
  /** Gets the stage's progress, log lines and measures. */
  readonly report: (event: StageEvent) => void;
}

/** A message of a stage process, with the instance that sent it. */
export type StageEvent =
  & Extract<StageMessage, { type: "progress" | "log" | "measure" }>
  & { readonly instance: string };

/** Lock files that the process of a job holds for its GPUs. */
export function gpuLocks({ gpus = [] }: Pick<StageJob, "gpus">): string[] {
  return gpus.flatMap(({ lock }) =>
    lock === undefined ? [] : [gpuStageLock(lock)]
  );
}

/** Describes what the process of an instance is given and what it may do. */
export function describeJob(
  instance: Instance,
  job: {
    readonly action: Action;
    readonly grant: ToolchainGrant | undefined;
    readonly slots: readonly VisibleGpu[];
    readonly work: string;
    readonly checkpoint: string;
    readonly log: StageLog;
  },
  { config, report, folders, detached }: JobSetting,
): StageJob {
  const { name, params, permissions, resources, stage } = instance;
  const { path, work: module = path, files } = stage.module;
  const { work, checkpoint, log, grant, slots } = job;
  const { key, code } = job.action;
  const command = files !== undefined;
  const startsProcesses = (permissions.run ?? []).length > 0;
  const lock = detached ? `${work}/stage.lock` : stageLockPath(folders, key);
  return {
    name,
    key,
    module,
    declares: module === path,
    parts: instance.parts?.modules ?? {},
    work,
    config,
    read: [
      `${work}/in`,
      `${work}/request.json`,
      ...gpuLocks({ gpus: slots }),
      ...code.assets,
    ],
    write: [
      ...["out", "tmp", "end"].map((folder) => `${work}/${folder}`),
      checkpoint,
      lock,
    ],
    permissions: files?.program.own === undefined
      ? permissions
      : { ...permissions, run: [`${work}/out/${files.program.own}`] },
    resources,
    ...(resources.gpus > 0 ? { kernels: folders.kernels } : {}),
    timeout: stage.spec.limits.timeout,
    command,
    startsProcesses,
    sharesInputs: !startsProcesses ||
      (command && !detached && protectsContent()),
    checkpoint,
    lock,
    ...(grant === undefined ? {} : { grant }),
    ...(slots.length === 0 ? {} : { gpus: slots }),
    onOutput: log.append,
    onMessage: (message) => {
      switch (message.type) {
        case "log":
          log.write(message.line);
          break;
        case "measure":
          log.write(`${message.name}: ${message.value}`);
          break;
        case "progress": {
          const { note } = stage.module;
          const progress = notedProgress(message.progress, note, params);
          report({ ...message, progress, instance: name });
          return;
        }
        default:
          return;
      }
      report({ ...message, instance: name });
    },
  };
}
