import type { Capacity } from "../../execution/run/node_accounts.ts";
import { remainingPaths } from "../../execution/run/job_queue.ts";
import type { Span, TimedJob } from "./simulate_jobs.ts";

/** Resources of a node. */
export const RESOURCES = ["jobs", "cpus", "memory", "gpus"] as const;

/** One resource of all nodes together. */
export interface Usage {
  /** Share that was busy, from 0 to 1; absent if the nodes have none of it. */
  readonly busy?: number;
  /** Lower bound of the run time set by this resource, in seconds. */
  readonly bound: number;
}

/** Lower bounds of the run time, and what causes them. */
export interface Limits {
  /** Seconds from the first start to the last end. */
  readonly makespan: number;
  /** Seconds of all jobs in sequence. */
  readonly work: number;
  /** The longest path through the DAG, in order, and its seconds: no number of nodes makes it shorter. */
  readonly path: {
    readonly seconds: number;
    readonly jobs: readonly string[];
  };
  readonly usage: Readonly<Record<typeof RESOURCES[number], Usage>>;
  /** The largest of the lower bounds. */
  readonly bottleneck: "path" | typeof RESOURCES[number];
}

/**
 * Finds what bounds a run: the longest path, or a resource whose work fills all nodes.
 *
 * @param jobs All jobs, each after those that it needs.
 * @param spans When and where they ran.
 * @param nodes Capacity of each node.
 */
export function limitsOf(
  jobs: readonly TimedJob[],
  spans: readonly Span<TimedJob>[],
  nodes: readonly Capacity[],
): Limits {
  let makespan = 0;
  let work = 0;
  for (const { job, end } of spans) {
    makespan = Math.max(makespan, end);
    work += job.seconds;
  }
  const usage = Object.fromEntries(RESOURCES.map((name) => {
    const has = nodes.reduce((sum, node) => sum + node[name], 0);
    let asked = 0;
    for (const { job } of spans) {
      asked += job.seconds * (name === "jobs" ? 1 : job[name]);
    }
    const bound = asked === 0 ? 0 : asked / has;
    return [
      name,
      has === 0 || makespan === 0
        ? { bound }
        : { bound, busy: bound / makespan },
    ];
  })) as unknown as Limits["usage"];
  const path = longestPath(jobs);
  let bottleneck: Limits["bottleneck"] = "path";
  let most = path.seconds;
  // Of equal bounds, cpus, memory and gpus come before the number of jobs.
  for (const name of RESOURCES.toReversed()) {
    if (usage[name].bound <= most * (1 + 1e-9)) continue;
    bottleneck = name;
    most = usage[name].bound;
  }
  return { makespan, work, path, usage, bottleneck };
}

function longestPath(jobs: readonly TimedJob[]): Limits["path"] {
  const timed = jobs.map((job) => ({
    ...job,
    weight: () => job.cached ? 0 : job.seconds,
  }));
  const paths = remainingPaths(timed);
  const followers = new Map<string, TimedJob[]>();
  for (const job of timed) {
    for (const need of job.needs) {
      followers.getOrInsert(need, []).push(job);
    }
  }
  const longest = (candidates: readonly TimedJob[]) =>
    candidates.reduce<TimedJob | undefined>(
      (best, job) =>
        best === undefined || paths.get(job.name)! > paths.get(best.name)!
          ? job
          : best,
      undefined,
    );
  const names: string[] = [];
  const first = longest(timed.filter(({ needs }) => needs.length === 0));
  for (
    let job = first;
    job !== undefined;
    job = longest(followers.get(job.name) ?? [])
  ) {
    if (!job.cached) names.push(job.name);
  }
  return {
    seconds: first === undefined ? 0 : paths.get(first.name)!,
    jobs: names,
  };
}
