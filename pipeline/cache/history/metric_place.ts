/** Place of a number in the outputs of an action. */
export interface MetricPlace {
  /** Output and file: `history`, `folder/log.json`; empty for a number that is a whole output. */
  readonly file: string;
  /** Path to the first list: `epochs`; the whole path of a number outside of lists. */
  readonly path: string;
  /** Index in that list, from 0; `null` for a number outside of lists. */
  readonly step: number | null;
  /** Path inside the member of the list: `loss`; empty for a list of numbers. */
  readonly member: string;
}

/**
 * Splits the name of a number, as `outputNumbers` gives it, at the first index of its path.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { metricPlace } from "./metric_place.ts";
 *
 * assertEquals(metricPlace("log epochs.1.loss"), { file: "log", path: "epochs", step: 1, member: "loss" });
 * ```
 */
export function metricPlace(name: string): MetricPlace {
  // File names may have numbers between dots too: the path of the number follows the last space.
  const space = name.lastIndexOf(" ");
  if (space < 0) return { file: "", path: name, step: null, member: "" };
  const file = name.slice(0, space);
  const parts = name.slice(space + 1).split(".");
  const at = parts.findIndex((part) => /^\d+$/.test(part));
  return at < 0 ? { file, path: parts.join("."), step: null, member: "" } : {
    file,
    path: parts.slice(0, at).join("."),
    step: Number(parts[at]),
    member: parts.slice(at + 1).join("."),
  };
}
