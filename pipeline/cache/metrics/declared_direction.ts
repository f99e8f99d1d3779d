import type { OutputSpec } from "../../stage.ts";
import { type Direction, metricDirection } from "./metric_direction.ts";

/**
 * Says whether more or less of a metric is better: as the declaration of its stage has it, and else by its name.
 *
 * @param outputs Outputs that the stage declares.
 * @param metric Its name within the stage: that of a number, or of a member of a list.
 * @returns `undefined` where neither says it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { declaredDirection } from "./declared_direction.ts";
 *
 * const numbers = { "top.mean": { better: "lower" }, "epochs.gain": { better: "higher" } } as const;
 * const outputs = { hessian: { kind: "hessian", path: "hessian.json", numbers } };
 * assertEquals(
 *   ["top.mean", "gain", "validLoss", "mean"].map((metric) => declaredDirection(outputs, metric)),
 *   ["min", "max", "min", undefined],
 * );
 * ```
 */
export function declaredDirection(
  outputs: Readonly<Record<string, Pick<OutputSpec, "numbers">>>,
  metric: string,
): Direction | undefined {
  const found = new Set(
    Object.entries(outputs).flatMap(([output, { numbers = {} }]) =>
      Object.entries(numbers).flatMap(([path, { better }]) =>
        declaredNames(output, path).includes(metric)
          ? [better === "higher" ? "max" as const : "min" as const]
          : []
      )
    ),
  );
  const [only] = found;
  return found.size === 1 ? only : metricDirection(metric);
}

/**
 * Names that a declared number may have as a metric: its path, that below a list, and the one with its output.
 *
 * @param output Name of the output.
 * @param path Path in its JSON, as the declaration gives it.
 */
export function declaredNames(output: string, path: string): string[] {
  const [list = "", ...member] = path.split(".");
  return [path, `${output} ${path}`, `${output} ${list} ${member.join(".")}`]
    .concat(list === "epochs" ? [member.join(".")] : []);
}
