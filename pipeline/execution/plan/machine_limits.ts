import { ifPossible } from "../../../common/if_possible.ts";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import { usageError } from "../../base/pipeline_error.ts";
import { type VisibleGpu, visibleGpus } from "./visible_gpus.ts";

/** Resources of a machine. */
export interface MachineLimits {
  readonly cpus: number;
  /** Memory in MiB. */
  readonly memory: number;
  /** GPUs that stages may get; `undefined` if the executor chooses them. */
  readonly gpus: readonly VisibleGpu[] | undefined;
}

/** Resources of this machine, within the memory limit of its control group. */
export function machineLimits(): MachineLimits {
  const total = Deno.systemMemoryInfo().total;
  const limit = groupLimit();
  return {
    cpus: navigator.hardwareConcurrency,
    memory: Math.floor(Math.min(total, limit) / 2 ** 20),
    gpus: gpusHere(),
  };
}

/** GPUs that a stage on this machine asks for if its toolchain uses them and nothing else is said. */
export function usualGpus(): number {
  return Math.min(1, gpusHere().length);
}

function gpusHere(): VisibleGpu[] {
  return visibleGpus((name) => Deno.env.get(name));
}

/**
 * Throws a `PipelineError` of kind `usage` if an instance that may run asks for more than the machine, or `owner`, has.
 */
export function checkResources(
  { pipeline, mayRun }: Pick<OpenedPipeline, "pipeline" | "mayRun">,
  limits: MachineLimits,
  owner = "this machine",
): void {
  const asking = pipeline.instances.filter(({ name }) =>
    mayRun?.has(name) !== false
  );
  const lines = asking.flatMap(({ resources, stage: { spec } }) => {
    const { line, column } = spec.use;
    const { cpus, memory, gpus, advice } = resources;
    const missing = (wanted: number, has: number, what: string) =>
      wanted <= has ? [] : [
        `${pipeline.file}:${line}:${column}: ${spec.id.value} needs ${wanted} ${what}, but ${owner} has ${has}`,
      ];
    return [
      ...missing(cpus, limits.cpus, "cpus"),
      ...missing(memory, limits.memory, "MiB of memory").map((text) =>
        advice === "" ? text : `${text}: ${advice}`
      ),
      ...missing(gpus, limits.gpus?.length ?? Infinity, "gpus"),
    ];
  });
  if (lines.length > 0) {
    throw usageError([...new Set(lines)].join("\n"));
  }
}

function groupLimit(): number {
  const path = "/sys/fs/cgroup/memory.max";
  const limit = Number(ifPossible(() => Deno.readTextFileSync(path)));
  return Number.isFinite(limit) && limit > 0 ? limit : Infinity;
}
