import { mean } from "../../../common/moments.ts";
import { stageOf } from "../../definition/graph/point.ts";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import { type JournalEntry, readJournal } from "../../cache/history/journal.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import { recallParts } from "../../cache/history/remembered.ts";
import {
  agreement,
  freeParams,
  type ParamTexts,
  paramTexts,
} from "./agreement.ts";

/** Earlier runs that predict the time of an instance. */
export interface Evidence {
  /**
   * `own`: the last run of the instance with its parameters; `stage`: runs of its stage in this pipeline that differ in
   * the fewest parameters, and only in those that the matrix changes; `kind`: runs of any stage with its code, in any
   * pipeline, with any parameters.
   */
  readonly basis: "own" | "stage" | "kind";
  readonly runs: readonly RecordedRun[];
}

/** A run in the journal. */
export type RecordedRun = Pick<JournalEntry, "key" | "seconds">;

/** Gives the evidence for an instance, the best first. */
export type RecordedWork = (instance: Instance) => Iterable<Evidence>;

/** Assumed seconds of an instance without evidence. */
export const UNKNOWN_SECONDS = 1;

/**
 * Predicts the time of instances from earlier runs, for the order in which they start.
 *
 * @param evidence Evidence for an instance, the best first.
 * @param otherwise Seconds of an instance without evidence; {@linkcode UNKNOWN_SECONDS} by default.
 */
export function recordedSeconds<T = number>(
  evidence: RecordedWork,
  otherwise: (instance: Instance) => number | T = () => UNKNOWN_SECONDS,
): (instance: Instance) => number | T {
  return (instance) => {
    for (const { runs } of evidence(instance)) {
      return mean(runs.map(({ seconds }) => seconds));
    }
    return otherwise(instance);
  };
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Looks for runs in the journal that predict the time of instances.
 *
 * @param opened The pipeline and the cache.
 * @param keys Known keys of instances.
 * @returns Gives the evidence for an instance, the best first.
 */
export function recordedWork(
  opened: Pick<OpenedPipeline, "pipeline" | "folders">,
  keys: ReadonlyMap<string, string> = new Map(),
): RecordedWork {
  const { pipeline, folders } = opened;
  // Machine and code of the last run are nearest to those of the next.
  const last = new Map<string, JournalEntry>();
  const byKey = new Map<string, JournalEntry>();
  for (const entry of readJournal(folders.journal)) {
    if (entry.status !== "done") continue;
    last.set(`${entry.pipeline} ${entry.instance}`, entry);
    byKey.set(entry.key, entry);
  }
  const entries = [...last.values()];
  const byStage = Map.groupBy(
    entries.filter((entry) => entry.pipeline === pipeline.name),
    ({ instance }) => stageOf(instance),
  );
  const free = freeParams(pipeline.instances);
  const made = new Map<string, { stage: string; texts: ParamTexts }>();
  const madeOf = ({ key }: JournalEntry) =>
    made.getOrInsertComputed(key, () => {
      const parts = recallParts(folders, key);
      return { stage: parts?.stage ?? "", texts: paramTexts(parts?.params) };
    });
  const kinds = new Map<string, Evidence>();

  return function* (instance) {
    const { name, stage, params } = instance;
    const id = stage.spec.id.value;
    const kind = stage.module.definition.name;
    const texts = paramTexts(params);
    const agrees = (entry: JournalEntry, may: ReadonlySet<string>) => {
      const found = madeOf(entry);
      return found.stage === kind
        ? agreement(texts, found.texts, may)
        : undefined;
    };
    const own = byKey.get(keys.get(name) ?? "");
    const before = last.get(`${pipeline.name} ${name}`);
    if (own !== undefined) yield { basis: "own", runs: [own] };
    else if (before !== undefined && agrees(before, NONE) !== undefined) {
      yield { basis: "own", runs: [before] };
    }
    const siblings = byStage.get(id) ?? [];
    let most = -1;
    let runs: JournalEntry[] = [];
    for (const entry of siblings) {
      const count = agrees(entry, free.get(id) ?? NONE);
      if (count === undefined || count < most) continue;
      if (count > most) runs = [];
      most = count;
      runs.push(entry);
    }
    if (runs.length > 0) yield { basis: "stage", runs };
    // Different commands have nothing in common.
    const isCommand = stage.module.files !== undefined;
    const group = isCommand ? `${kind} ${id}` : kind;
    const ofKind = kinds.getOrInsertComputed(group, () => ({
      basis: "kind",
      runs: (isCommand ? siblings : entries).filter((entry) =>
        madeOf(entry).stage === kind
      ),
    }));
    if (ofKind.runs.length > 0) yield ofKind;
  };
}
