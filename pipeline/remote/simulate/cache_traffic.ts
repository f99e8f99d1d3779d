import type { Span, TimedJob } from "./simulate_jobs.ts";

/** An output of a job. */
export interface Artifact {
  /** Job that makes it. */
  readonly job: string;
  /** Its name. */
  readonly output: string;
}

/** A job with what it takes and makes. */
export interface FeedingJob extends TimedJob {
  /** Outputs that it takes. */
  readonly inputs: readonly Artifact[];
  /** Bytes of what it makes, by output. */
  readonly outputs: ReadonlyMap<string, number>;
}

/** Bytes between a node and the shared cache. */
export interface Traffic {
  /** Bytes that it took. */
  readonly in: number;
  /** Bytes that it sent. */
  readonly out: number;
}

/**
 * Bytes through the shared cache: a node sends what its jobs make, and takes an input that it neither made nor took
 * before.
 *
 * @param jobs All jobs.
 * @param spans When and where they ran, in the order of their starts.
 * @param nodes Number of nodes.
 * @returns Traffic of each node.
 */
export function cacheTraffic(
  jobs: readonly FeedingJob[],
  spans: readonly Span<FeedingJob>[],
  nodes: number,
): Traffic[] {
  const made = new Map(jobs.map(({ name, outputs }) => [name, outputs]));
  const traffic = Array.from({ length: nodes }, () => ({ in: 0, out: 0 }));
  const held = Array.from({ length: nodes }, () => new Set<string>());
  for (const { job, node } of spans) {
    for (const { job: from, output } of job.inputs) {
      const artifact = `${from} ${output}`;
      if (held[node]!.has(artifact)) continue;
      held[node]!.add(artifact);
      traffic[node]!.in += made.get(from)?.get(output) ?? 0;
    }
    for (const [output, bytes] of job.outputs) {
      held[node]!.add(`${job.name} ${output}`);
      traffic[node]!.out += bytes;
    }
  }
  return traffic;
}
