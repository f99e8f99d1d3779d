import { mean } from "../../../common/moments.ts";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import { readRecord } from "../../cache/store/action_record.ts";
import { manifestBlobs } from "../../cache/store/manifest.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { EstimateInstance } from "../../execution/plan/plan_cost.ts";
import {
  type Evidence,
  recordedSeconds,
  recordedWork,
  UNKNOWN_SECONDS,
} from "../../execution/plan/recorded_work.ts";

/** Source of an expectation. */
export type Basis = Evidence["basis"] | "estimate" | "unknown";

/** Expected duration and output sizes of an instance. */
export interface ExpectedWork {
  readonly seconds: number;
  /** Source of the seconds. */
  readonly basis: Basis;
  /** Seconds by which a real run, which uses no estimates, decides what starts first. */
  readonly weight: number;
  /** Bytes by output. */
  readonly outputs: ReadonlyMap<string, number>;
  /** Source of the bytes. */
  readonly sizeBasis: Basis;
}

/**
 * Expects durations and output sizes of instances from the best source that exists: their own last run, runs of their
 * stage, the estimate beside the stage, runs of the same kind of stage.
 *
 * @param opened The pipeline and the cache.
 * @param keys Keys of instances, as far as they are known.
 * @param estimate Estimates beside the stages.
 * @returns Expectations by instance.
 */
export function expectedWork(
  opened: OpenedPipeline,
  keys: ReadonlyMap<string, string>,
  estimate: EstimateInstance,
): Map<string, ExpectedWork> {
  const evidence = recordedWork(opened, keys);
  const weightOf = recordedSeconds(evidence);
  const sizes = new Map<string, ReadonlyMap<string, number> | undefined>();
  const sizesOf = (key: string) => {
    if (!sizes.has(key)) sizes.set(key, recordedSizes(opened, key));
    return sizes.get(key);
  };
  const means = new WeakMap<Evidence, ReadonlyMap<string, number>>();
  const bytesOf = (
    instance: Instance,
  ): Pick<ExpectedWork, "outputs" | "sizeBasis"> => {
    for (const found of evidence(instance)) {
      const outputs = means.getOrInsertComputed(
        found,
        ({ runs }) => meanSizes(runs.flatMap(({ key }) => sizesOf(key) ?? [])),
      );
      if (outputs.size > 0) return { outputs, sizeBasis: found.basis };
    }
    return { outputs: new Map(), sizeBasis: "unknown" };
  };
  const timeOf = (
    instance: Instance,
  ): Pick<ExpectedWork, "seconds" | "basis"> => {
    const expected = estimate(instance);
    for (const { basis, runs } of evidence(instance)) {
      if (basis === "kind" && expected !== undefined) break;
      return { seconds: mean(runs.map(({ seconds }) => seconds)), basis };
    }
    return expected === undefined
      ? { seconds: UNKNOWN_SECONDS, basis: "unknown" }
      : { seconds: expected.seconds, basis: "estimate" };
  };
  return new Map(
    opened.pipeline.instances.map((instance) => [
      instance.name,
      {
        ...timeOf(instance),
        ...bytesOf(instance),
        weight: weightOf(instance),
      },
    ]),
  );
}

function recordedSizes(
  { folders }: OpenedPipeline,
  key: string,
): ReadonlyMap<string, number> | undefined {
  const record = readRecord(folders, key);
  if (typeof record !== "object") return undefined;
  return new Map(
    Object.entries(record.outputs).map(([output, manifest]) => [
      output,
      manifestBlobs(manifest).reduce((sum, { size }) => sum + size, 0),
    ]),
  );
}

function meanSizes(
  found: readonly ReadonlyMap<string, number>[],
): ReadonlyMap<string, number> {
  const names = new Set(found.flatMap((sizes) => [...sizes.keys()]));
  return new Map(
    [...names].map((name) => [
      name,
      mean(found.flatMap((sizes) => sizes.get(name) ?? [])),
    ]),
  );
}
