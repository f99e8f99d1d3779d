import type { Capacity } from "./node_accounts.ts";
import { type Job, jobQueue, type Outcome } from "./job_queue.ts";

/** What the machine gives and how the work is done. */
export interface ScheduleOptions extends Capacity {
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
 * Runs jobs of a DAG within the machine's resources, in the order of `jobQueue`. Jobs that run when another fails are
 * allowed to end.
 *
 * @param jobs Jobs; each after what it needs.
 * @param options Resources and work.
 * @returns How each job ended, in the order of the jobs.
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
      queue.end(job, worked ? "done" : stopped ? "stopped" : "failed");
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
