import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { curvePath } from "../../execution/live/curve_file.ts";
import type { StatusEntry } from "../../execution/live/pipeline_status.ts";
import type { OnDamage } from "../../cache/history/output_numbers.ts";
import type { ActionSeries } from "../../cache/metrics/action_series.ts";
import type { OutputSpec } from "../../stage.ts";
import { finishedSeries, measuredSeries } from "./series.ts";

/** Most actions whose metrics are kept in memory. */
const MOST = 5000;

const NONE: ActionSeries = new Map();

/** Reads the metrics of an instance by its state and key, without those of damaged outputs. */
export type SeriesReader = (
  folders: CacheFolders,
  status: Pick<StatusEntry, "state" | "key"> & {
    /** Outputs that its stage declares, where the pipeline still has it. */
    readonly outputs?: Readonly<Record<string, OutputSpec>> | undefined;
  },
  onDamage: OnDamage,
) => ActionSeries;

/** Creates a reader that reads again only what has changed. */
export function seriesReader(): SeriesReader {
  const known = new Map<string, { age: string; series: ActionSeries }>();
  return (folders, { state, key, outputs }, onDamage) => {
    if (key === undefined) return NONE;
    // A finished action does not change.
    const done = state === "done";
    const age = done ? state : ageOf(curvePath(folders, key));
    if (age === undefined) return NONE;
    const found = known.get(key);
    if (found?.age === age) return found.series;
    let sound = true;
    const series = done
      ? finishedSeries(folders, key, {
        outputs,
        onDamage: (...damage) => {
          sound = false;
          onDamage(...damage);
        },
      })
      : measuredSeries(folders, key);
    // A run makes a damaged output again under the same key.
    if (!sound) return series;
    const [oldest] = known.keys();
    if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
    known.set(key, { age, series });
    return series;
  };
}

function ageOf(path: string): string | undefined {
  try {
    const { mtime, size } = Deno.statSync(path);
    return `${mtime?.getTime()} ${size}`;
  } catch {
    // The action has reported nothing yet.
    return undefined;
  }
}
