import {
  actionOf,
  type OpenedPipeline,
  ownParts,
  recordedDigests,
} from "../../../cache/key/action.ts";
import type { KeyParts } from "../../../cache/key/action_key.ts";
import { cachedRecords } from "../../../execution/plan/cached_records.ts";
import { canonicalJson } from "../../../base/canonical_json.ts";
import { keyChanges } from "../../../cache/key/key_changes.ts";
import {
  type Instance,
  neededInstances,
} from "../../../definition/graph/pipeline.ts";
import { recall } from "../../../cache/history/remembered.ts";

/** The key of an instance, and how it differs from that of its last run. */
export interface ExplainedKey {
  readonly instance: string;
  /** `null` while it waits. */
  readonly key: string | null;
  /** Instances that have to be done before the key is known. */
  readonly waits: readonly string[];
  readonly parts: KeyParts;
  /** Digests of the modules that it imports. */
  readonly modules: Readonly<Record<string, string>>;
  readonly changes: readonly string[];
  /** What a sweep decided about it, and why. */
  readonly sweep?: string;
}

/** Computes the key of an instance, as far as its inputs are known. */
export async function explainKey(
  instance: Instance,
  opened: OpenedPipeline,
): Promise<ExplainedKey> {
  const { pipeline, folders } = opened;
  const { name } = instance;
  const { records } = await cachedRecords(
    opened,
    pipeline.instances.slice(0, pipeline.instances.indexOf(instance)),
  );
  const missing = neededInstances(instance).filter((needed) =>
    !records.has(needed)
  );
  const action = missing.length === 0
    ? await actionOf(instance, recordedDigests(records), opened)
    : undefined;
  const { parts, code } = action ?? await ownParts(instance, opened);
  const before = recall(folders, pipeline.name, name);
  const { inputs: _inputs, ...rest } = parts;
  const keyed = before === undefined ? ["never run"] : keyChanges(before, {
    parts: action === undefined ? rest : parts,
    modules: code.modules,
  });
  const outside = await opened.outside(instance);
  const note = pipeline.sweep?.notes.get(name);
  return {
    instance: name,
    key: action?.key ?? null,
    waits: missing,
    parts,
    modules: code.modules,
    changes: [...keyed, ...outside.map(({ reason }) => reason)],
    ...(note === undefined ? {} : { sweep: note }),
  };
}

/** Each part of a key in a line. */
export function keyText(
  { key, waits, parts, modules, changes, sweep }: ExplainedKey,
): string {
  const { inputs, ...rest } = parts;
  const lines: [part: string, value: unknown][] = [
    ...(sweep === undefined ? [] : [["sweep", sweep] as [string, unknown]]),
    ["key", key ?? `waits for ${waits.join(", ")}`],
    ...Object.entries(rest),
    ...Object.entries(inputs).map(([input, value]): [string, unknown] => [
      "input",
      `${input} ${canonicalJson(value)}`,
    ]),
    ...Object.entries(modules).map(([module, digest]): [string, unknown] => [
      "module",
      `${digest.slice(0, 12)} ${module}`,
    ]),
    ...changes.map((change): [string, unknown] => ["differs", change]),
  ];
  return lines.map(([part, value]) =>
    `${part.padEnd(10)} ${
      typeof value === "string" ? value : canonicalJson(value)
    }\n`
  ).join("") +
    (changes.length === 0 ? "nothing differs from the last run\n" : "");
}
