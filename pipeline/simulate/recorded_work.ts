import type { Workbench } from "../action.ts";
import type { KeyParts } from "../action_key.ts";
import { canonicalJson, type Json } from "../canonical_json.ts";
import { type JournalEntry, readJournal } from "../journal.ts";
import type { Located } from "../located.ts";
import type { Instance } from "../pipeline.ts";
import { readJsonIfWhole } from "../read_json.ts";
import { partsPath } from "../remembered.ts";
import { mentionedAxes } from "../substitute.ts";

/** Runs that say something about an instance. */
export interface Evidence {
  /**
   * `own`: of the instance, with its parameters; `stage`: of its stage in this pipeline, with parameters that differ
   * only along the matrix; `kind`: of any stage with its code, in any pipeline, with any parameters.
   */
  readonly basis: "own" | "stage" | "kind";
  /** The runs. */
  readonly runs: readonly RecordedRun[];
}

/** A run that the journal has. */
export type RecordedRun = Pick<JournalEntry, "key" | "seconds">;

/**
 * Looks for runs in the journal that say something about instances.
 *
 * @param bench The pipeline and the cache.
 * @param keys Keys of instances, where they are known.
 * @returns Gives what there is about an instance, the best first; equal for instances that share it.
 */
export function recordedWork(
  bench: Workbench,
  keys: ReadonlyMap<string, string>,
): (instance: Instance) => Iterable<Evidence> {
  const { pipeline, folders } = bench;
  // The last run of an instance is the one whose machine and code are nearest to the next.
  const last = new Map<string, JournalEntry>();
  const byKey = new Map<string, JournalEntry>();
  for (const entry of readJournal(folders.journal)) {
    if (entry.status !== "done") continue;
    last.set(`${entry.pipeline} ${entry.instance}`, entry);
    byKey.set(entry.key, entry);
  }
  const entries = [...last.values()];
  const parts = new Map<string, Partial<KeyParts> | undefined>();
  const partsOf = ({ key }: JournalEntry) => {
    if (!parts.has(key)) {
      parts.set(
        key,
        readJsonIfWhole(partsPath(folders, key)) as KeyParts | undefined,
      );
    }
    return parts.get(key);
  };
  const varying = varyingParams(pipeline.instances);
  const byStage = Map.groupBy(
    entries.filter((entry) => entry.pipeline === pipeline.name),
    ({ instance }) => stageOf(instance),
  );
  const shared = new Map<string, Evidence | undefined>();
  const sharedBy = (group: string, find: () => Evidence | undefined) => {
    if (!shared.has(group)) shared.set(group, find());
    return shared.get(group);
  };
  const evidence = (
    basis: Evidence["basis"],
    runs: readonly RecordedRun[],
  ): Evidence | undefined => runs.length === 0 ? undefined : { basis, runs };

  return function* (instance) {
    const { name, stage, params } = instance;
    const id = stage.spec.id.value;
    const kind = stage.module.definition.name;
    const whole = canonicalJson(params);
    const own = byKey.get(keys.get(name) ?? "");
    const before = last.get(`${pipeline.name} ${name}`);
    if (own !== undefined) yield { basis: "own", runs: [own] };
    else if (before !== undefined) {
      const found = partsOf(before);
      if (found?.stage === kind && canonicalJson(found.params) === whole) {
        yield { basis: "own", runs: [before] };
      }
    }
    const fixed = (of: Json | undefined) => without(of, varying.get(id));
    const wanted = fixed(params);
    const ofStage = sharedBy(`stage ${id} ${wanted}`, () =>
      evidence(
        "stage",
        (byStage.get(id) ?? []).filter((entry) => {
          const found = partsOf(entry);
          return found?.stage === kind && fixed(found.params) === wanted;
        }),
      ));
    if (ofStage !== undefined) yield ofStage;
    // Two commands have nothing in common but that they are commands.
    const isCommand = stage.module.files !== undefined;
    const ofKind = sharedBy(
      isCommand ? `command ${id}` : `kind ${kind}`,
      () =>
        evidence(
          "kind",
          (isCommand ? byStage.get(id) ?? [] : entries).filter((entry) =>
            partsOf(entry)?.stage === kind
          ),
        ),
    );
    if (ofKind !== undefined) yield ofKind;
  };
}

function stageOf(instance: string): string {
  return instance.split("@", 1).join();
}

/** Parameters, by stage, that the matrix changes. */
function varyingParams(
  instances: readonly Instance[],
): Map<string, ReadonlySet<string>> {
  const varying = new Map<string, Set<string>>();
  const first = new Map<string, Instance>();
  for (const instance of instances) {
    const { spec } = instance.stage;
    const id = spec.id.value;
    const names = varying.get(id) ?? new Set<string>();
    const other = first.get(id);
    if (other === undefined) {
      varying.set(id, names);
      first.set(id, instance);
      const axes = Object.keys(instance.point);
      const mentions = (node: Located) =>
        mentionedAxes(node, axes, []).length > 0;
      // A command has its parameters in one of them.
      const { command } = spec;
      if (command !== undefined && mentions(command.run)) names.add("run");
      if (command !== undefined && mentions(spec.with)) names.add("with");
      for (const [name, { value }] of spec.with.entries) {
        if (mentions(value)) names.add(name);
      }
      continue;
    }
    const [a, b] = [members(instance.params), members(other.params)];
    for (const name of [...Object.keys(a), ...Object.keys(b)]) {
      if (names.has(name)) continue;
      if (canonicalJson(a[name]) !== canonicalJson(b[name])) names.add(name);
    }
  }
  return varying;
}

function without(
  params: Json | undefined,
  names: ReadonlySet<string> = new Set(),
): string {
  const kept = Object.entries(members(params)).filter(([name]) =>
    !names.has(name)
  );
  return canonicalJson(Object.fromEntries(kept));
}

function members(params: Json | undefined): Readonly<Record<string, Json>> {
  return typeof params === "object" && params !== null && !Array.isArray(params)
    ? params as Readonly<Record<string, Json>>
    : { "": params ?? null };
}
