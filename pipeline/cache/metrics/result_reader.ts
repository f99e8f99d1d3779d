import type { OnDamage } from "../history/output_numbers.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import type { OutputSpec } from "../../stage.ts";
import type { OutputsOf } from "./declared_outputs.ts";
import { readHeadline } from "./read_headline.ts";
import type { InstanceResult, ResultOf } from "./wide_table.ts";

/** State of an instance, as `pipelineStatus` gives it. */
export interface KnownState {
  readonly instance: string;
  readonly state: string;
  readonly key?: string;
}

/** Gives the results of instances in some states. */
export type ResultReader = (
  states: Iterable<KnownState>,
  options: {
    /** Asked about damaged outputs, whose numbers are left out. */
    readonly onDamage: OnDamage;
    readonly outputsOf: OutputsOf;
    /** True to read the outputs with headline metrics alone; the same for all calls of a reader. */
    readonly headlines?: boolean;
  },
) => ResultOf;

/** Most actions whose metrics are kept in memory. */
const MOST = 50_000;

const NONE: ReadonlyMap<string, number> = new Map();

/** Reads the metrics of results, each result once. */
export function resultReader(folders: CacheFolders): ResultReader {
  const known = new Map<string, ReadonlyMap<string, number>>();
  const numbersOf = (
    key: string,
    outputs: Readonly<Record<string, OutputSpec>>,
    { onDamage, headlines = false }: Omit<
      Parameters<ResultReader>[1],
      "outputsOf"
    >,
  ) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    let sound = true;
    const numbers = readHeadline(folders, key, {
      outputs,
      headlines,
      onDamage: (...damage) => {
        sound = false;
        onDamage(...damage);
      },
    });
    if (known.size >= MOST) known.clear();
    // A run makes a damaged output again under the same key.
    if (sound) known.set(key, numbers);
    return numbers;
  };
  return (states, { outputsOf, ...options }) => {
    const results = new Map<string, InstanceResult>();
    for (const { instance, state, key } of states) {
      const done = state === "done" && key !== undefined;
      results.set(instance, {
        state,
        numbers: done ? numbersOf(key, outputsOf(instance), options) : NONE,
      });
    }
    return (instance) =>
      results.get(instance) ?? { state: "new", numbers: NONE };
  };
}
