import { didYouMean } from "../../../../common/did_you_mean.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import type { Point } from "../../../stage.ts";

/**
 * The points that `--where AXIS=VALUE` keeps: those with one of the values of each axis that is named.
 *
 * Throws a `PipelineError` of kind `usage` for an axis or a value that no point has.
 *
 * @param words Texts of the flags.
 * @param among A stage and its points.
 */
export function chosenPoints(
  words: readonly string[],
  among: { readonly stage: string; readonly points: readonly Point[] },
): (point: Point) => boolean {
  const { stage, points } = among;
  const axes = [...new Set(points.flatMap((point) => Object.keys(point)))];
  const wanted = new Map<string, Set<string>>();
  for (const word of words) {
    const [axis = "", ...rest] = word.split("=");
    if (!axes.includes(axis) || rest.length === 0) {
      throw usageError(
        `Expected --where to be AXIS=VALUE with an axis of ${stage} (${
          axes.join(", ") || "it has none"
        }) but found ${word}${didYouMean(axis, axes)}`,
      );
    }
    const values = [...new Set(points.map((point) => String(point[axis])))];
    const text = rest.join("=");
    const value = values.find((one) => sameValue(one, text));
    if (value === undefined) {
      throw usageError(
        `Expected --where to have a value of axis ${axis} (${
          values.slice(0, 8).join(", ")
        }${values.length > 8 ? ", ..." : ""}) but found ${text}${
          didYouMean(text, values)
        }`,
      );
    }
    wanted.getOrInsertComputed(axis, () => new Set()).add(value);
  }
  return (point) =>
    [...wanted].every(([axis, values]) => values.has(String(point[axis])));
}

/** `1e-3` is the value 0.001. */
function sameValue(value: string, text: string): boolean {
  return value === text ||
    text.trim() !== "" && Number(value) === Number(text);
}
