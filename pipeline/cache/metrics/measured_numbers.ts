import type { OutputSpec } from "../../stage.ts";
import { metricPlace } from "../history/metric_place.ts";

/**
 * Numbers of an action that may be metrics: those that are neither data nor identifiers by the declaration of their output.
 *
 * @param numbers Numbers by output, file and path, as `outputNumbers` gives them.
 * @param outputs Outputs that the stage declares.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { measuredNumbers } from "./measured_numbers.ts";
 *
 * const numbers = new Map([
 *   ["ids weights.0", 4711], ["history runs.1.chosen.seed", 3], ["history loss", 0.5], ["undeclared", 1],
 * ]);
 * const outputs = { ids: { metrics: false }, history: { identifiers: ["runs.chosen"] } } as const;
 * assertEquals([...measuredNumbers(numbers, outputs).keys()], ["history loss", "undeclared"]);
 * ```
 */
export function measuredNumbers(
  numbers: ReadonlyMap<string, number>,
  outputs: Readonly<
    Record<string, Pick<OutputSpec, "metrics" | "identifiers">>
  >,
): ReadonlyMap<string, number> {
  const plain = Object.values(outputs).every(({ metrics, identifiers }) =>
    metrics !== false && identifiers === undefined
  );
  if (plain) return numbers;
  return new Map(
    [...numbers].filter(([name]) => {
      // A name begins with the output, and goes on with a file of a folder or with a path.
      const { metrics, identifiers = [] } =
        outputs[name.split(/[ /]/, 1)[0]!] ??
          {};
      if (metrics === false || identifiers.length === 0) {
        return metrics !== false;
      }
      const { path, member } = metricPlace(name);
      const own = [path, member].filter((part) => part !== "").join(".");
      return !identifiers.some((one) =>
        own === one || own.startsWith(`${one}.`)
      );
    }),
  );
}
