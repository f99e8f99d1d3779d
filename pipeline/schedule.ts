/** One unit of work for the scheduler. */
export interface Job {
  /** Name, unique. */
  readonly name: string;
  /** Names of jobs that must be done before. */
  readonly needs: readonly string[];
  /** CPU cores it keeps busy. */
  readonly cpus: number;
  /** Memory in MiB. */
  readonly memory: number;
  /** GPUs. */
  readonly gpus: number;
  /** Expected seconds, for the critical path; asked once, and only when jobs compete. */
  readonly weight: () => number;
}

/** How a job ended. `stopped`: not started because the run ends; `skipped`: something it needs failed. */
export type Outcome = "done" | "failed" | "skipped" | "stopped";

/** What the machine gives and how the work is done. */
export interface ScheduleOptions {
  /** Jobs at a time. */
  readonly jobs: number;
  /** CPU cores in all. */
  readonly cpus: number;
  /** Memory in MiB in all. */
  readonly memory: number;
  /** GPUs in all. */
  readonly gpus: number;
  /** Goes on with what does not depend on a failed job. */
  readonly keepGoing: boolean;
  /** Tries to finish a job without work (from a cache); true when that worked. */
  readonly probe: (name: string) => Promise<boolean>;
  /** Does the work; true when it worked. */
  readonly work: (name: string) => Promise<boolean>;
  /** No job starts any more once it is aborted; running ones are waited for. */
  readonly signal: AbortSignal;
}

/**
 * Runs jobs of a DAG within the machine's resources, the longest remaining path first.
 *
 * A job that fits starts even when a longer one waits for resources, unless nothing runs: then the first in order
 * always starts, so that no job starves. Jobs that run when another fails are allowed to end.
 *
 * @param jobs Jobs; each after what it needs.
 * @param options Resources and work.
 * @returns How each job ended, in the order of the jobs.
 */
export async function schedule(
  jobs: readonly Job[],
  options: ScheduleOptions,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let paths: ReadonlyMap<string, number> | undefined;
  const remaining = (job: Job) =>
    (paths ??= remainingPaths(jobs)).get(job.name) ?? 0;
  const waiting = new Set(jobs);
  const ready: Job[] = [];
  const running = new Map<Job, Promise<void>>();
  let failed = false;
  const halted = () => options.signal.aborted || (failed && !options.keepGoing);
  const start = (job: Job) => {
    const work = options.work(job.name).then((worked) => {
      outcomes.set(
        job.name,
        worked ? "done" : options.signal.aborted ? "stopped" : "failed",
      );
      if (!worked) failed = true;
      running.delete(job);
    });
    running.set(job, work);
  };
  while (true) {
    for (const job of waiting) {
      const needs = job.needs.map((name) => outcomes.get(name));
      if (needs.includes("failed") || needs.includes("skipped")) {
        outcomes.set(job.name, "skipped");
        waiting.delete(job);
      } else if (needs.every((outcome) => outcome === "done") && !halted()) {
        waiting.delete(job);
        if (await options.probe(job.name)) outcomes.set(job.name, "done");
        else ready.push(job);
      }
    }
    ready.sort((a, b) => remaining(b) - remaining(a));
    for (const job of halted() ? [] : [...ready]) {
      if (!fits(job, running, options)) continue;
      ready.splice(ready.indexOf(job), 1);
      start(job);
    }
    if (running.size === 0 && (halted() || ready.length === 0)) break;
    await Promise.race(running.values());
  }
  return new Map(
    jobs.map((job) => [job.name, outcomes.get(job.name) ?? "stopped"]),
  );
}

function fits(
  job: Job,
  running: ReadonlyMap<Job, unknown>,
  options: ScheduleOptions,
): boolean {
  if (running.size === 0) return true;
  let { cpus, memory, gpus } = job;
  for (const other of running.keys()) {
    cpus += other.cpus;
    memory += other.memory;
    gpus += other.gpus;
  }
  return running.size < options.jobs && cpus <= options.cpus &&
    memory <= options.memory && gpus <= options.gpus;
}

/** Length of the longest path from each job to the end, its own weight included. */
function remainingPaths(jobs: readonly Job[]): Map<string, number> {
  const paths = new Map<string, number>();
  for (const job of jobs.toReversed()) {
    const own = (paths.get(job.name) ?? 0) + job.weight();
    paths.set(job.name, own);
    for (const name of job.needs) {
      paths.set(name, Math.max(paths.get(name) ?? 0, own));
    }
  }
  return paths;
}
