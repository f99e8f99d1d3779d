import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import type { Executor, JobState } from "../../execution/executor/executor.ts";
import type { StageJob } from "../../execution/job/stage_job.ts";
import { readResult } from "../../execution/job/read_result.ts";
import { fileAge } from "../../base/lease.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import { askSlurm } from "./slurm_commands.ts";
import { followJob, type SlurmJob } from "./slurm_job.ts";
import { readSubmitted } from "../../execution/executor/submitted_job.ts";
import { lastState, type SlurmQueue, slurmQueue } from "./slurm_queue.ts";
import { SILENT_BEATS, type SlurmSettings } from "./slurm_settings.ts";
import { sbatchOptions, submitJobs } from "./submit_jobs.ts";

/** Milliseconds in which similar jobs are gathered into one array. */
const GATHER = 100;
/** Milliseconds between two checks for a result. */
const CHECK = 250;
/** Seconds that a result may take to become visible after the script of the job has ended. */
const AFTER_EXIT = 5;

const LIVING: ReadonlySet<string> = new Set([
  "PENDING",
  "CONFIGURING",
  "SUSPENDED",
  "STOPPED",
  "REQUEUED",
  "REQUEUE_FED",
  "REQUEUE_HOLD",
  "RESV_DEL_HOLD",
  "SPECIAL_EXIT",
  "SIGNALING",
  "STAGE_OUT",
  "RESIZING",
]);
const RUNNING: ReadonlySet<string> = new Set(["RUNNING", "COMPLETING"]);
/** States of jobs that the site ended. */
const LOST: ReadonlySet<string> = new Set([
  "PREEMPTED",
  "NODE_FAIL",
  "BOOT_FAIL",
  "REVOKED",
]);

/**
 * Makes the executor that runs stages as Slurm jobs. It needs `sbatch`, `squeue`, `scontrol` and `scancel`, a cache on
 * a shared file system, and no accounting.
 *
 * The state from Slurm is a hint. A job lives while it gives signs of life in its folder, whatever the queue says; it
 * is done when its result exists; a queue that does not answer changes nothing.
 */
export function slurmExecutor(
  folders: CacheFolders,
  settings: SlurmSettings,
): Executor<SlurmJob> {
  const look = slurmQueue(settings.poll);
  const gather = gatherer(settings);
  const poll = (job: SlurmJob) => stateOf(job, look, settings);
  return {
    name: "slurm",
    detached: true,
    patience: settings.patience,
    folder: (key) => `${folders.jobs}/${key}`,
    attach: async (job) => {
      const work = `${folders.jobs}/${job.key}`;
      const submitted = readSubmitted(work);
      if (submitted === undefined) return undefined;
      let { id } = submitted;
      for (let asked = 0; id === undefined; asked++) {
        const queue = await look();
        if (queue.ok || asked * settings.poll > settings.patience) {
          if (!queue.ok) {
            throw new Error(
              `Cannot ask Slurm whether ${submitted.name} was submitted: ${queue.why}`,
            );
          }
          id = findByName(queue.jobs.values(), submitted);
          break;
        }
        await new Promise((resolve) =>
          setTimeout(resolve, settings.poll * 1000)
        );
      }
      const found = followJob(id, work, job);
      if (readResult(`${work}/end`) !== undefined) return found;
      const state = await poll(found);
      return state.type === "gone" ? undefined : found;
    },
    submit: async (job) => followJob(await gather(job), job.work, job),
    poll,
    cancel: async ({ id }, how) => {
      if (id === undefined) return;
      if (how === "end") {
        await askSlurm("scancel", ["--signal=KILL", "--full", id]);
      }
      for (let left = 3; left > 0; left--) {
        const { ok } = await askSlurm("scancel", [id]);
        if (ok) return;
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    },
    changed: async (job) => {
      const end = performance.now() + settings.poll * 1000;
      do {
        await new Promise((resolve) => setTimeout(resolve, CHECK));
      } while (
        performance.now() < end && readResult(`${job.work}/end`) === undefined
      );
    },
  };
}

function findByName(
  jobs: Iterable<{ id: string; name: string }>,
  { name, task }: { name: string; task?: number },
): string | undefined {
  const tail = task === undefined ? "" : `_${task}`;
  for (const job of jobs) {
    if (job.name === name && job.id.endsWith(tail)) return job.id;
  }
  return undefined;
}

async function stateOf(
  job: SlurmJob,
  look: SlurmQueue,
  settings: SlurmSettings,
): Promise<JobState> {
  const queue = await look();
  job.follow();
  const listed = queue.ok && job.id !== undefined
    ? queue.jobs.get(job.id)?.state
    : undefined;
  if (listed !== undefined && RUNNING.has(listed)) return { type: "running" };
  if (listed !== undefined && LIVING.has(listed)) return { type: "waiting" };
  const age = fileAge(`${job.work}/beat`);
  const exit = readTextIfThere(`${job.work}/exit`)?.trim();
  if (
    exit === undefined && age !== undefined &&
    age < SILENT_BEATS * 1000 * settings.beat
  ) {
    return { type: "running" };
  }
  if (!queue.ok) return { type: "unknown", why: queue.why };
  const last = job.id === undefined
    ? { type: "forgotten" as const }
    : await lastState(job.id);
  if (last.type === "unknown") return last;
  const state = last.type === "state" ? last.state : listed;
  if (state !== undefined && LIVING.has(state)) return { type: "waiting" };
  if (state !== undefined && RUNNING.has(state) && exit === undefined) {
    return { type: "running" };
  }
  const how = exit === undefined ? "was ended" : `ended with code ${exit}`;
  return {
    type: "gone",
    how: state === undefined
      ? `${how} (Slurm does not know job ${job.id ?? "any more"})`
      : `${how} (job ${job.id}: ${state})`,
    lost: state !== undefined && LOST.has(state),
    ...(exit === undefined ? {} : { patience: AFTER_EXIT }),
  };
}

interface Waiting {
  readonly job: StageJob;
  readonly resolve: (id: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers jobs with equal options that are submitted within a moment into one array. */
function gatherer(
  settings: SlurmSettings,
): (job: StageJob) => Promise<string | undefined> {
  const waiting = new Map<string, Waiting[]>();
  const flush = async (kind: string) => {
    const members = waiting.get(kind) ?? [];
    waiting.delete(kind);
    try {
      const ids = await submitJobs(members.map(({ job }) => job), {
        settings,
        look: slurmQueue(0),
        pause: settings.poll * 1000,
      });
      members.forEach(({ resolve }, index) => resolve(ids[index]));
    } catch (error) {
      for (const { reject } of members) reject(error);
    }
  };
  return (job) =>
    new Promise((resolve, reject) => {
      const kind = sbatchOptions(job, settings).join("\n");
      const members = waiting.get(kind);
      if (members !== undefined) members.push({ job, resolve, reject });
      else {
        waiting.set(kind, [{ job, resolve, reject }]);
        setTimeout(() => flush(kind), GATHER);
      }
    });
}
