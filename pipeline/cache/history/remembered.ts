import { z } from "zod";
import type { Action } from "../key/action.ts";
import type { KeyParts } from "../key/action_key.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { sha256 } from "../../base/digest.ts";
import type { RememberedKey } from "../key/key_changes.ts";
import { modifiedAt } from "../../base/lease.ts";
import { readIfSound, TEXT_MAP, writeSealed } from "../../base/sealed_json.ts";
import { lastRun, type RunRecord } from "./run_record.ts";

/** The last successful action of an instance. */
const LAST = z.object({ key: z.string() });
const MAP = z.record(z.string(), z.unknown());
const PARTS = z.lazy(() =>
  z.object({
    stage: z.string(),
    code: z.string(),
    params: MAP.optional(),
    inputs: MAP.optional(),
    outputs: MAP.optional(),
    parts: TEXT_MAP.optional(),
    files: TEXT_MAP.optional(),
    environment: TEXT_MAP.optional(),
    env: MAP.optional(),
    toolchain: MAP.optional(),
  })
);

function lastAction(
  folders: CacheFolders,
  pipeline: string,
  instance: string,
): z.infer<typeof LAST> | undefined {
  return readIfSound(instancePath(folders, pipeline, instance), LAST);
}

/** Parts of the key of the last run of an instance; `undefined` for one that never ran. */
export function recall(
  folders: CacheFolders,
  pipeline: string,
  instance: string,
): RememberedKey | undefined {
  const last = lastAction(folders, pipeline, instance);
  return last === undefined ? undefined : recallKey(folders, last.key);
}

/** Parts of a key; `undefined` for an unknown one. */
export function recallKey(
  folders: CacheFolders,
  key: string,
): RememberedKey | undefined {
  const parts = recallParts(folders, key);
  if (parts === undefined) return undefined;
  const modules = readIfSound(`${folders.code}/${parts.code}.json`, TEXT_MAP);
  return { parts, modules: modules ?? {} };
}

/** Parts of a key alone; `undefined` for an unknown one. */
export function recallParts(
  folders: CacheFolders,
  key: string,
): KeyParts | undefined {
  return readIfSound(partsPath(folders, key), PARTS) as KeyParts | undefined;
}

/** Path of the parts of a key. */
export function partsPath(folders: CacheFolders, key: string): string {
  return `${folders.parts}/${key}.json`;
}

/**
 * Remembers an action as the last one of an instance. Writes changes only, without fsync: they only serve messages and
 * the order of work.
 */
export function remember(
  folders: CacheFolders,
  entry: {
    readonly pipeline: string;
    readonly instance: string;
    readonly action: Action;
    /** True if it ran just now: parts that `gc` removed are written again. */
    readonly ran: boolean;
  },
  temp: string,
): void {
  const { pipeline, instance, action, ran } = entry;
  const path = instancePath(folders, pipeline, instance);
  const known = lastAction(folders, pipeline, instance);
  if (known?.key === action.key && !ran) return;
  const { key, parts, code } = action;
  const modules = `${folders.code}/${parts.code}.json`;
  if (readIfSound(modules, TEXT_MAP) === undefined) {
    writeSealed(modules, code.modules, temp, false);
  }
  if (recallParts(folders, key) === undefined) {
    writeSealed(partsPath(folders, key), parts, temp, false);
  }
  writeSealed(path, { key }, temp, false);
}

/**
 * The last run, whose keys are remembered as the last of their instances. Undefined where something was remembered after
 * the last run, such as one that was killed, had recorded its keys: then each instance has to be asked.
 */
export function rememberedRun(
  folders: CacheFolders,
  pipeline: string,
): RunRecord | undefined {
  const changed = modifiedAt(`${folders.instances}/${pipeline}`);
  return changed === undefined
    ? undefined
    : lastRun(folders, pipeline, changed);
}

function instancePath(
  folders: CacheFolders,
  pipeline: string,
  instance: string,
): string {
  // File names end at 255 bytes; long instance names keep their start and get a digest.
  const name = instance.length <= 150
    ? instance
    : `${instance.slice(0, 100)}-${sha256(instance).slice(0, 32)}`;
  return `${folders.instances}/${pipeline}/${name}.json`;
}
