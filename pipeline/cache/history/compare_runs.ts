import type { CacheFolders } from "../store/cache_folders.ts";
import { keyChanges } from "../key/key_changes.ts";
import { outputNumbers } from "./output_numbers.ts";
import { recallKey } from "./remembered.ts";

/** A number that differs; a side is missing if only the other has the number. */
export interface NumberChange {
  /** Output, file and path of the number. */
  readonly name: string;
  readonly before?: number;
  readonly after?: number;
}

/** Differences of an instance between two runs. */
export interface InstanceChange {
  readonly instance: string;
  /** `changed`: another key; `added` and `removed`: only one of the runs has it. */
  readonly state: "changed" | "added" | "removed";
  /** Differences of the keys: parameters, code, inputs. */
  readonly reasons: readonly string[];
  /** Different numbers of the outputs. */
  readonly numbers: readonly NumberChange[];
}

type Keys = Readonly<Record<string, string>>;

/**
 * Compares two runs by the keys of their instances.
 *
 * @param folders The cache with the parts and outputs of the keys.
 * @param before Keys by instance.
 * @param after Keys by instance.
 * @returns The instances that differ, by name.
 */
export function compareRuns(
  folders: CacheFolders,
  before: Keys,
  after: Keys,
): InstanceChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.sort().flatMap((instance): InstanceChange[] => {
    const [old, now] = [before[instance], after[instance]];
    if (old === now) return [];
    if (old === undefined || now === undefined) {
      const state = old === undefined ? "added" : "removed";
      return [{ instance, state, reasons: [], numbers: [] }];
    }
    const [was, is] = [recallKey(folders, old), recallKey(folders, now)];
    return [{
      instance,
      state: "changed",
      reasons: was === undefined || is === undefined
        ? ["the cache does not know the parts of the key"]
        : keyChanges(was, is),
      numbers: numberChanges(
        outputNumbers(folders, old),
        outputNumbers(folders, now),
      ),
    }];
  });
}

/** Different numbers; two NaN are equal. */
export function numberChanges(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): NumberChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (Object.is(old, now)) return [];
    return [{
      name,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    }];
  });
}
