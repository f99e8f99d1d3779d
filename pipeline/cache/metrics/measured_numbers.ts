import type { OutputSpec } from "../../stage.ts";

/**
 * Numbers of an action that may be metrics: those of outputs that are not data by their declaration.
 *
 * @param numbers Numbers by output, file and path, as `outputNumbers` gives them.
 * @param outputs Outputs that the stage declares.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { measuredNumbers } from "./measured_numbers.ts";
 *
 * const numbers = new Map([["ids weights.0", 4711], ["history loss", 0.5], ["undeclared", 1]]);
 * const outputs = { ids: { metrics: false }, history: {} } as const;
 * assertEquals([...measuredNumbers(numbers, outputs).keys()], ["history loss", "undeclared"]);
 * ```
 */
export function measuredNumbers(
  numbers: ReadonlyMap<string, number>,
  outputs: Readonly<Record<string, Pick<OutputSpec, "metrics">>>,
): ReadonlyMap<string, number> {
  const data = new Set(
    Object.entries(outputs).flatMap(([output, { metrics }]) =>
      metrics === false ? [output] : []
    ),
  );
  if (data.size === 0) return numbers;
  return new Map(
    // A name begins with the output, and goes on with a file of a folder or with a path.
    [...numbers].filter(([name]) => !data.has(name.split(/[ /]/, 1)[0]!)),
  );
}
