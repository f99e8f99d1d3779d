import { type Capacity, type Demand, nodeAccounts } from "./node_accounts.ts";

/** One unit of work for the scheduler. */
export interface Job extends Demand {
  readonly name: string;
  /** Names of jobs that must be done first. */
  readonly needs: readonly string[];
  /** Expected seconds, for the critical path; called once, and only when jobs compete. */
  readonly weight: () => number;
}

/** End of a job. `stopped`: not started because the run ends; `skipped`: a needed job failed. */
export type Outcome = "done" | "failed" | "skipped" | "stopped";

/** A job that starts on a node. */
export interface Placement<J extends Job> {
  readonly job: J;
  /** Number of the node, from 0. */
  readonly node: number;
}

/** Which jobs of a DAG start next. It has no clock: the caller reports when jobs end. */
export interface JobQueue<J extends Job> {
  /** Hands out the first job whose needs are all done. */
  next(): J | undefined;
  /** Puts a job that was handed out, and has work to do, in line. */
  line(job: J): void;
  /** Starts jobs that are in line and fit. */
  start(): Placement<J>[];
  /** Records the end of a job that was handed out; jobs that need a failed one are skipped. */
  end(job: J, outcome: Outcome): void;
  running(): number;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/**
 * Makes the queue of a run, or of a simulated one, so that both follow one rule.
 *
 * The job with the longest remaining path comes first, on the first node where it fits. A job that fits starts even
 * while a longer one waits for resources. If nothing runs, the first in line always starts, so that no job starves.
 *
 * @param jobs Jobs, each after its needs.
 * @param nodes Resources of each node.
 */
export function jobQueue<J extends Job>(
  jobs: readonly J[],
  nodes: readonly Capacity[],
): JobQueue<J> {
  const outcomes = new Map<string, Outcome>();
  const order = new Map(jobs.map((job, index) => [job, index]));
  const { missing, dependents } = dependencies(jobs);
  let paths: ReadonlyMap<string, number> | undefined;
  const remaining = (job: J) =>
    (paths ??= remainingPaths(jobs)).get(job.name) ?? 0;
  // Places in the list of jobs: numbers compare at once.
  const free = jobs.flatMap(({ needs }, at) => needs.length === 0 ? at : []);
  const ready: J[] = [];
  const accounts = nodeAccounts<J>(nodes);
  const skipAfter = (job: J) => {
    for (const left = [job]; left.length > 0;) {
      for (const dependent of dependents.get(left.pop()!.name) ?? []) {
        if (outcomes.has(dependent.name)) continue;
        outcomes.set(dependent.name, "skipped");
        left.push(dependent);
      }
    }
  };
  const shapes = new Map(
    jobs.map((job) => [job, `${job.cpus} ${job.memory} ${job.gpus}`]),
  );
  const kinds = new Set(shapes.values()).size;

  return {
    outcomes,
    running: accounts.running,
    next: () => {
      const at = free.shift();
      return at === undefined ? undefined : jobs[at];
    },
    line: (job) => {
      // A job that is alone in line does not compete: its weight is not asked.
      if (ready.length === 0) ready.push(job);
      else insert(ready, job, (other) => remaining(other) >= remaining(job));
    },
    start: () => {
      const started: Placement<J>[] = [];
      // A job with the same needs as one that did not fit is not tried again.
      const refused = new Set<string>();
      for (let at = 0; at < ready.length && refused.size < kinds;) {
        const job = ready[at]!;
        const shape = shapes.get(job)!;
        const node = refused.has(shape) ? undefined : accounts.nodeFor(job);
        if (node === undefined) {
          refused.add(shape);
          at++;
          continue;
        }
        ready.splice(at, 1);
        accounts.place(job, node);
        started.push({ job, node });
      }
      return started;
    },
    end: (job, outcome) => {
      accounts.leave(job);
      outcomes.set(job.name, outcome);
      if (outcome === "failed" || outcome === "skipped") skipAfter(job);
      if (outcome !== "done") return;
      for (const dependent of dependents.get(job.name) ?? []) {
        const left = missing.get(dependent)! - 1;
        missing.set(dependent, left);
        if (left > 0) continue;
        const at = order.get(dependent)!;
        insert(free, at, (other) => other < at);
      }
    },
  };
}

/** Number of unfinished needs of each job, and the jobs that need each. */
function dependencies<J extends Job>(jobs: readonly J[]): {
  readonly missing: Map<J, number>;
  readonly dependents: ReadonlyMap<string, readonly J[]>;
} {
  const missing = new Map<J, number>();
  const dependents = new Map<string, J[]>();
  for (const job of jobs) {
    const needs = new Set(job.needs);
    missing.set(job, needs.size);
    for (const need of needs) {
      dependents.getOrInsert(need, []).push(job);
    }
  }
  return { missing, dependents };
}

/** Inserts into a sorted list, after all for which `before` holds. */
function insert<T>(list: T[], item: T, before: (other: T) => boolean): void {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(list[middle]!)) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, item);
}

/** Length of the longest path from each job to the end, with its own weight. */
export function remainingPaths(jobs: readonly Job[]): Map<string, number> {
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
