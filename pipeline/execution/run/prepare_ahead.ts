import type { OpenedPipeline } from "../../cache/key/action.ts";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";
import type { RunEvent } from "../live/run_event.ts";
import type { Progress } from "../../stage.ts";

/**
 * Makes a function that is told of each instance that starts to run, and prepares the toolchains of those that wait for
 * it meanwhile: a library is downloaded while the data are. It does not wait, and what fails here fails again where the
 * toolchain is needed. An instance whose dependents need no toolchain, or may not run, has nothing prepared.
 */
export function prepareAhead(
  { pipeline, mayRun, toolchains }: Pick<
    OpenedPipeline,
    "pipeline" | "mayRun" | "toolchains"
  >,
  report: (event: RunEvent) => void,
): (instance: string) => void {
  let waiting: ReadonlyMap<string, ReadonlySet<Instance>> | undefined;
  return (name) => {
    waiting ??= waitingForIt(
      pipeline.instances,
      (instance) => mayRun?.has(instance) !== false,
    );
    for (const { stage: { module }, resources } of waiting.get(name) ?? []) {
      const toolchain = module.toolchain!;
      let last: Progress | undefined;
      const tell = (progress: Progress) => {
        last = progress;
        report({ type: "prepare", toolchain: toolchain.name, progress });
      };
      toolchains.prepare(toolchain, resources.gpus, tell).catch(() => {
        // Nothing goes on any more.
        if (last !== undefined) tell({ ...last, done: last.total });
      });
    }
  };
}

/** For each instance one of each toolchain, with GPUs and without, among those that descend from it. */
function waitingForIt(
  instances: readonly Instance[],
  mayRun: (name: string) => boolean,
): Map<string, Set<Instance>> {
  const kinds = new Map<string, Instance>();
  const waiting = new Map<string, Set<Instance>>();
  for (const instance of instances.toReversed()) {
    const { name, stage: { module: { toolchain } }, resources } = instance;
    const wanted = [...waiting.get(name) ?? []];
    if (toolchain !== undefined && mayRun(name)) {
      const kind = `${toolchain.name} ${resources.gpus > 0}`;
      wanted.push(kinds.getOrInsert(kind, instance));
    }
    if (wanted.length === 0) continue;
    for (const need of neededInstances(instance)) {
      const known = waiting.getOrInsertComputed(need, () => new Set());
      for (const one of wanted) known.add(one);
    }
  }
  return waiting;
}
