import type { CacheFolders } from "../cache_folders.ts";
import type { StatusEntry } from "../pipeline_status.ts";
import { type ActionSeries, finishedSeries, measuredSeries } from "./series.ts";

/** Actions whose metrics are remembered. */
const MOST = 5000;

const NONE: ActionSeries = new Map();

/** Reads the metrics of an instance by its state and key. */
export type SeriesReader = (
  folders: CacheFolders,
  status: Pick<StatusEntry, "state" | "key">,
) => ActionSeries;

/** Makes a reader that remembers what does not change any more. */
export function seriesReader(): SeriesReader {
  const known = new Map<string, ActionSeries>();
  return (folders, { state, key }) => {
    if (key === undefined) return NONE;
    if (state !== "done") return measuredSeries(folders, key);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = finishedSeries(folders, key);
    const [oldest] = known.keys();
    if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
    known.set(key, made);
    return made;
  };
}
