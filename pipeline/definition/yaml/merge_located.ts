import type { Located, LocatedEntry, LocatedMap } from "./located.ts";
import { placeOf } from "./problem.ts";

/**
 * Merges one tree into another: mappings are merged key by key, any other node replaces that of the base and keeps its
 * own place.
 *
 * @param base Tree that is changed.
 * @param over Tree that wins.
 */
export function mergeLocated(base: Located, over: Located): Located {
  if (base.type !== "map" || over.type !== "map") return over;
  const entries = new Map(base.entries);
  for (const [name, entry] of over.entries) {
    const below = entries.get(name);
    entries.set(
      name,
      below === undefined
        ? entry
        : { key: below.key, value: mergeLocated(below.value, entry.value) },
    );
  }
  return { ...base, entries };
}

/**
 * A tree of nested mappings with one value at a path.
 *
 * @param path Keys from the outside in, at least one.
 * @param value The innermost value, whose place all mappings get.
 */
export function nestLocated(
  path: readonly string[],
  value: Located,
): LocatedMap {
  const place = placeOf(value);
  return path.reduceRight<Located>((inner, name) => {
    const entry: LocatedEntry = {
      key: { type: "scalar", value: name, ...place },
      value: inner,
    };
    return { type: "map", entries: new Map([[name, entry]]), ...place };
  }, value) as LocatedMap;
}
