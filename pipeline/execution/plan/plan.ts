import {
  actionOf,
  type OpenedPipeline,
  ownParts,
  recordedDigests,
} from "../../cache/key/action.ts";
import { type ActionRecord, lookUp } from "../../cache/store/action_record.ts";
import type { RememberedKey } from "../../cache/key/key_changes.ts";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";

/** Plan for an instance. */
export interface PlanEntry {
  readonly instance: string;
  /** `cached`: nothing to do; `run`: it runs; `wait`: it depends on instances that run before it. */
  readonly state: "cached" | "run" | "wait";
  readonly reasons: readonly string[];
  /** Key, if it is known. */
  readonly key?: string;
  /** What a sweep decided about it, and why. */
  readonly note?: string;
}

/**
 * Plans a run, with reasons. Takes no lock and changes nothing.
 *
 * @returns One entry an instance, in order.
 */
export async function planPipeline(
  opened: OpenedPipeline,
): Promise<PlanEntry[]> {
  const records = new Map<string, ActionRecord>();
  const known = { records, changesOf: changesSince(opened) };
  const entries: PlanEntry[] = [];
  for (const instance of opened.pipeline.instances) {
    const entry = await planInstance(instance, known, opened);
    const note = opened.pipeline.sweep?.notes.get(instance.name);
    if (opened.lost?.has(instance.name)) {
      entries.push({
        instance: instance.name,
        state: "wait",
        reasons: ["it failed, or what it needs, which ranks its trial last"],
        ...(note === undefined ? {} : { note }),
      });
      continue;
    }
    const noted = note === undefined ? entry : { ...entry, note };
    entries.push(
      entry.state === "run" && opened.mayRun?.has(entry.instance) === false
        ? { ...noted, reasons: [...entry.reasons, "left out by --only"] }
        : noted,
    );
  }
  return entries;
}

/** Says what of an instance's key is not as at its last run. */
type ChangesOf = (name: string, now: RememberedKey) => Promise<string[]>;

/** Loads and reads what is remembered only for instances that are not in the cache, which are few in a plan of thousands. */
function changesSince({ folders, pipeline }: OpenedPipeline): ChangesOf {
  const load = () =>
    Promise.all([
      import("../../cache/history/remembered.ts"),
      import("../../cache/key/key_changes.ts"),
    ]);
  let loaded: ReturnType<typeof load> | undefined;
  return async (name, now) => {
    const [{ recall }, { keyChanges }] = await (loaded ??= load());
    const before = recall(folders, pipeline.name, name);
    return before === undefined ? ["never run"] : keyChanges(before, now);
  };
}

async function planInstance(
  instance: Instance,
  { records, changesOf }: {
    readonly records: Map<string, ActionRecord>;
    readonly changesOf: ChangesOf;
  },
  opened: OpenedPipeline,
): Promise<PlanEntry> {
  const { name } = instance;
  const unknown = neededInstances(instance).filter((needed) =>
    !records.has(needed)
  );
  if (unknown.length > 0) {
    const { parts: { inputs: _unknown, ...parts }, code } = await ownParts(
      instance,
      opened,
    );
    const changes = await changesOf(name, { parts, modules: code.modules });
    return changes.length > 0
      ? { instance: name, state: "run", reasons: changes }
      : {
        instance: name,
        state: "wait",
        reasons: [`waits for ${listNames(unknown)}`],
      };
  }
  const { key, parts, code } = await actionOf(
    instance,
    recordedDigests(records),
    opened,
  );
  const found = lookUp(opened.folders, key);
  if (found.hit) {
    const outside = await opened.outside(instance);
    if (outside.length > 0) {
      const reasons = outside.map(({ reason }) => reason);
      return { instance: name, state: "run", reasons, key };
    }
    records.set(name, found.record);
    return { instance: name, state: "cached", reasons: [], key };
  }
  if (found.reason !== undefined) {
    return { instance: name, state: "run", reasons: [found.reason], key };
  }
  const changes = await changesOf(name, { parts, modules: code.modules });
  return {
    instance: name,
    state: "run",
    reasons: changes.length > 0 ? changes : ["action record missing"],
    key,
  };
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
