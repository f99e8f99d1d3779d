import type { Capacity } from "./node_accounts.ts";
import { type Job, jobQueue, type Outcome } from "./job_queue.ts";

/** Resources of the machine, and the work. */
export interface ScheduleOptions extends Capacity {
  /** True: jobs that do not depend on a failed one still run. */
  readonly keepGoing: boolean;
  /** Tries to finish a job from a cache; true if that worked. */
  readonly probe: (name: string) => Promise<boolean>;
  /** Does the work of a job; true if it worked, `again` if it has to wait for another pass, which is no failure. */
  readonly work: (name: string) => Promise<boolean | "again">;
  /** After an abort no job starts; running ones are waited for. */
  readonly signal: AbortSignal;
}

/**
 * Runs jobs of a DAG within the machine's resources, in the order of `jobQueue`. When one fails, running jobs may end.
 *
 * @param jobs Jobs, each after its needs.
 * @returns The end of each job, in the order of the jobs.
 */
export async function schedule(
  jobs: readonly Job[],
  options: ScheduleOptions,
): Promise<Map<string, Outcome>> {
  const queue = jobQueue(jobs, [options]);
  const running = new Map<Job, Promise<void>>();
  let failed = false;
  const halted = () => options.signal.aborted || (failed && !options.keepGoing);
  const start = (job: Job) => {
    const work = options.work(job.name).then((worked) => {
      const stopped = !worked && options.signal.aborted;
      if (!worked) failed = true;
      const done = worked === true;
      queue.end(job, done ? "done" : stopped ? "stopped" : "failed");
      running.delete(job);
    });
    running.set(job, work);
  };
  while (true) {
    while (!halted()) {
      const job = queue.next();
      if (job === undefined) break;
      if (await options.probe(job.name)) queue.end(job, "done");
      else queue.line(job);
    }
    const started = halted() ? [] : queue.start();
    for (const { job } of started) start(job);
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return new Map(
    jobs.map((job) => [job.name, queue.outcomes.get(job.name) ?? "stopped"]),
  );
}
