import type { OutputSpec } from "../../stage.ts";
import { metricPlace } from "../history/metric_place.ts";
import { type OnDamage, outputNumbers } from "../history/output_numbers.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { headlineOutputs } from "./headline_metrics.ts";
import { headlineNumbers } from "./headline_numbers.ts";
import { measuredNumbers } from "./measured_numbers.ts";

/**
 * Reads what a result comes down to, see {@linkcode headlineNumbers}. Where a curve ends in `null`, which JSON has in place of
 * NaN, its last value is NaN: an earlier one would pass for the result of a training that diverged.
 *
 * @param options `outputs`: outputs that its stage declares; `headlines`: true to read only those with headline metrics;
 * `onDamage`: asked about damaged ones, which else are errors.
 */
export function readHeadline(
  folders: CacheFolders,
  key: string,
  { outputs = {}, headlines = false, onDamage }: {
    readonly outputs?: Readonly<Record<string, OutputSpec>>;
    readonly headlines?: boolean;
    readonly onDamage?: OnDamage;
  } = {},
): Map<string, number> {
  const nulls = new Set<string>();
  const numbers = outputNumbers(folders, key, onDamage, {
    isWanted: headlines ? headlineOutputs(outputs) : undefined,
    onNull: (name) => void nulls.add(name),
  });
  return headlineNumbers(
    withoutEmpty(measuredNumbers(numbers, outputs), nulls),
  );
}

/** Leaves out what is `null` everywhere: it is no number at all. */
function withoutEmpty(
  numbers: ReadonlyMap<string, number>,
  nulls: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  if (nulls.size === 0) return numbers;
  const metric = (name: string) => {
    const { file, path, member } = metricPlace(name);
    return JSON.stringify([file, path, member]);
  };
  const real = new Set(
    [...numbers.keys()].filter((name) => !nulls.has(name)).map(metric),
  );
  return new Map([...numbers].filter(([name]) => real.has(metric(name))));
}
