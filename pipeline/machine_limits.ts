import { EXIT, ExitError } from "./exit_error.ts";
import type { Pipeline } from "./pipeline.ts";

/** What the machine has. */
export interface MachineLimits {
  /** CPU cores. */
  readonly cpus: number;
  /** Memory in MiB. */
  readonly memory: number;
}

/** Cores and memory of this machine; a control group's memory limit counts. */
export function machineLimits(): MachineLimits {
  const total = Deno.systemMemoryInfo().total;
  const limit = groupLimit();
  return {
    cpus: navigator.hardwareConcurrency,
    memory: Math.floor(Math.min(total, limit) / 2 ** 20),
  };
}

/** Throws an `ExitError` with code 2 where an instance asks for more than the machine has. */
export function checkResources(
  pipeline: Pipeline,
  limits: MachineLimits,
): void {
  const lines = new Set<string>();
  for (const { resources, stage } of pipeline.instances) {
    const { line, column } = stage.spec.use;
    const place =
      `${pipeline.file}:${line}:${column}: Expected ${stage.spec.id.value} to need at most`;
    if (resources.cpus > limits.cpus) {
      lines.add(
        `${place} ${limits.cpus} cpus, as this machine has, but found ${resources.cpus}`,
      );
    }
    if (resources.memory > limits.memory) {
      lines.add(
        `${place} ${limits.memory} MiB of memory, as this machine has, but found ${resources.memory}`,
      );
    }
  }
  if (lines.size > 0) throw new ExitError(EXIT.usage, [...lines].join("\n"));
}

function groupLimit(): number {
  try {
    const limit = Number(Deno.readTextFileSync("/sys/fs/cgroup/memory.max"));
    return Number.isFinite(limit) && limit > 0 ? limit : Infinity;
  } catch {
    return Infinity;
  }
}
