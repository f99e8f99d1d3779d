import type { Capacity } from "../../execution/run/node_accounts.ts";
import { type Job, jobQueue } from "../../execution/run/job_queue.ts";

/** A job whose time is known. */
export interface TimedJob extends Job {
  /** Seconds it takes. */
  readonly seconds: number;
  /** True when its result is in the cache, so that it does not run. */
  readonly cached: boolean;
}

/** When and where a job ran. */
export interface Span<J extends TimedJob> {
  /** The job. */
  readonly job: J;
  /** Its node, from 0. */
  readonly node: number;
  /** Seconds from the beginning of the run to its start. */
  readonly begin: number;
  /** Seconds from the beginning of the run to its end. */
  readonly end: number;
}

/**
 * Plays a run through on a clock of its own, by the queue that a real run asks. Nothing fails.
 *
 * @param jobs Jobs; each after what it needs.
 * @param nodes What each node gives.
 * @returns The jobs that ran, in the order of their starts.
 */
export function simulateJobs<J extends TimedJob>(
  jobs: readonly J[],
  nodes: readonly Capacity[],
): Span<J>[] {
  const queue = jobQueue(jobs, nodes);
  const spans: Span<J>[] = [];
  /** What runs, the next to end last. */
  const running: Span<J>[] = [];
  for (let now = 0;;) {
    for (let job = queue.next(); job !== undefined; job = queue.next()) {
      if (job.cached) queue.end(job, "done");
      else queue.line(job);
    }
    for (const { job, node } of queue.start()) {
      const span = { job, node, begin: now, end: now + job.seconds };
      spans.push(span);
      running.push(span);
    }
    running.sort((a, b) => b.end - a.end);
    const next = running.at(-1);
    if (next === undefined) return spans;
    now = next.end;
    while (running.at(-1)?.end === now) queue.end(running.pop()!.job, "done");
  }
}
