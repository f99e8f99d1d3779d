import type { ActionRecord } from "../store/action_record.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { fileNumbers, recordFiles } from "./output_numbers.ts";

/** Result of an action, and its cache. */
export interface Made {
  readonly folders: CacheFolders;
  readonly record: ActionRecord;
}

/** Distance between two results of an action. */
export interface OutputComparison {
  /** `same`: bytes; `close`: numbers within the tolerance; `differs`: neither. */
  readonly state: "same" | "close" | "differs";
  /** Differences, one entry for each file. */
  readonly reasons: readonly string[];
  /** Largest relative difference of two numbers. */
  readonly distance: number;
}

/**
 * Compares two results of an action: bytes first, then the numbers of JSON files.
 *
 * @param tolerance Largest accepted difference of two numbers, relative to the larger one.
 */
export function compareOutputs(
  before: Made,
  after: Made,
  tolerance: number,
): OutputComparison {
  const [old, now] = [recordFiles(before.record), recordFiles(after.record)];
  const reasons: string[] = [];
  let distance = 0;
  let close = true;
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(name), now.get(name)];
    if (was?.sha256 === is?.sha256) continue;
    if (was === undefined || is === undefined) {
      reasons.push(`${name} ${was === undefined ? "added" : "removed"}`);
      close = false;
      continue;
    }
    const [a, b] = [
      fileNumbers(before.folders, was),
      fileNumbers(after.folders, is),
    ];
    const comparable = a.size > 0 && a.size === b.size &&
      [...a.keys()].every((path) => b.has(path));
    if (!comparable) {
      reasons.push(`${name}: bytes`);
      close = false;
      continue;
    }
    const [path, most] = farthest(a, b);
    distance = Math.max(distance, most);
    // Bytes that differ while all numbers agree are a text: the tolerance says nothing about it.
    if (most === 0 || most > tolerance) close = false;
    reasons.push(
      most === 0
        ? `${name}: bytes, all ${a.size} numbers are equal`
        : `${name} ${path}: ${a.get(path)} -> ${b.get(path)}`,
    );
  }
  const state = reasons.length === 0 ? "same" : close ? "close" : "differs";
  return { state, reasons, distance };
}

function farthest(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): [string, number] {
  let [path, most] = ["", 0];
  for (const [name, one] of a) {
    const distance = apart(one, b.get(name) ?? NaN);
    if (distance > most) [path, most] = [name, distance];
  }
  return [path, most];
}

function apart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const distance = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  return Number.isNaN(distance) ? Infinity : distance;
}
