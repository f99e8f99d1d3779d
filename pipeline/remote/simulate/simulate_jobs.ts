import type { Capacity } from "../../execution/run/node_accounts.ts";
import { type Job, jobQueue } from "../../execution/run/job_queue.ts";

/** A job whose duration is known. */
export interface TimedJob extends Job {
  /** Duration in seconds. */
  readonly seconds: number;
  /** True if its result is in the cache, so that it does not run. */
  readonly cached: boolean;
}

/** When and where a job ran. */
export interface Span<J extends TimedJob> {
  readonly job: J;
  /** Number of the node, from 0. */
  readonly node: number;
  /** Seconds from the beginning of the run to its start. */
  readonly begin: number;
  /** Seconds from the beginning of the run to its end. */
  readonly end: number;
}

/**
 * Simulates a run on a clock of its own, with the queue of a real run. Nothing fails.
 *
 * @param jobs Jobs, each after those that it needs.
 * @param nodes Capacity of each node.
 * @returns The jobs that ran, in the order of their starts.
 */
export function simulateJobs<J extends TimedJob>(
  jobs: readonly J[],
  nodes: readonly Capacity[],
): Span<J>[] {
  const queue = jobQueue(jobs, nodes);
  const spans: Span<J>[] = [];
  /** Running jobs; the next to end comes last. */
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
