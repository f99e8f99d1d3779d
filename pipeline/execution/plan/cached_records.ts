import {
  actionOf,
  type OpenedPipeline,
  recordedDigests,
} from "../../cache/key/action.ts";
import { type ActionRecord, lookUp } from "../../cache/store/action_record.ts";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";
/** Cached results of some instances. */
export interface CachedRecords {
  readonly records: ReadonlyMap<string, ActionRecord>;
  /** Instances that would have to run, or wait for one that would. */
  readonly missing: readonly string[];
}

/**
 * Reads the records of instances from the cache. Takes no lock and changes nothing.
 *
 * @param instances The instances, each after what it needs; by default all of the pipeline.
 */
export async function cachedRecords(
  opened: OpenedPipeline,
  instances: readonly Instance[] = opened.pipeline.instances,
): Promise<CachedRecords> {
  const records = new Map<string, ActionRecord>();
  const made = recordedDigests(records);
  const missing: string[] = [];
  for (const instance of instances) {
    const known = neededInstances(instance).every((need) => records.has(need));
    const found = known
      ? lookUp(opened.folders, (await actionOf(instance, made, opened)).key)
      : undefined;
    if (found?.hit) records.set(instance.name, found.record);
    else missing.push(instance.name);
  }
  return { records, missing };
}
