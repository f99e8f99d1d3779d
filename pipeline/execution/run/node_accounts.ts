/** Resources that a job keeps busy while it runs. */
export interface Demand {
  readonly cpus: number;
  /** Memory in MiB. */
  readonly memory: number;
  readonly gpus: number;
}

/** Resources of a node. */
export interface Capacity extends Demand {
  /** Jobs at a time. */
  readonly jobs: number;
}

/** Books of what jobs use on each node. */
export interface NodeAccounts<J extends Demand> {
  /** First node on which the job fits; node 0 when nothing runs, so that no job starves. */
  nodeFor(job: J): number | undefined;
  /** Reserves the resources of a job. */
  place(job: J, node: number): void;
  /** Frees the resources of a job; nothing happens for one that was not placed. */
  leave(job: J): void;
  running(): number;
}

/** Sums of halves and tenths of cores are not exact. */
const SLACK = 1e-9;

/** Opens the books; all nodes are free. */
export function nodeAccounts<J extends Demand>(
  nodes: readonly Capacity[],
): NodeAccounts<J> {
  const places = new Map<J, number>();
  const used = nodes.map(() => ({ jobs: 0, cpus: 0, memory: 0, gpus: 0 }));
  const fits = ({ cpus, memory, gpus }: J, node: number) => {
    const has = nodes[node]!;
    const taken = used[node]!;
    return taken.jobs < has.jobs && taken.cpus + cpus <= has.cpus + SLACK &&
      taken.memory + memory <= has.memory + SLACK &&
      taken.gpus + gpus <= has.gpus;
  };
  return {
    nodeFor: (job) => {
      const node = nodes.findIndex((_, at) => fits(job, at));
      if (node >= 0) return node;
      return places.size === 0 ? 0 : undefined;
    },
    place: (job, node) => {
      const taken = used[node]!;
      taken.jobs++;
      taken.cpus += job.cpus;
      taken.memory += job.memory;
      taken.gpus += job.gpus;
      places.set(job, node);
    },
    leave: (job) => {
      const node = places.get(job);
      if (node === undefined) return;
      places.delete(job);
      const taken = used[node]!;
      taken.jobs--;
      const idle = taken.jobs === 0;
      taken.cpus = idle ? 0 : taken.cpus - job.cpus;
      taken.memory = idle ? 0 : taken.memory - job.memory;
      taken.gpus = idle ? 0 : taken.gpus - job.gpus;
    },
    running: () => places.size,
  };
}
