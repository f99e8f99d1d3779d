import type { Span, TimedJob } from "./simulate_jobs.ts";

export interface FeedingJob extends TimedJob {
  /** Outputs of other jobs that it reads. */
  readonly inputs: readonly { readonly job: string; readonly output: string }[];
  /** Bytes of its outputs by name. */
  readonly outputs: ReadonlyMap<string, number>;
}

/** Bytes between a node and the shared cache. */
export interface Traffic {
  /** Bytes downloaded. */
  readonly in: number;
  /** Bytes uploaded. */
  readonly out: number;
}

/**
 * Bytes through the shared cache: a node uploads the outputs of its jobs, and downloads an input that it has neither
 * produced nor downloaded before.
 *
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
