import type { NumberSpec, OutputSpec } from "../../stage.ts";
import { declaredNames } from "./declared_direction.ts";
import { type Direction, metricDirection } from "./metric_direction.ts";

/** A metric that says how good a result is. */
export interface HeadlineMetric {
  /** Its name within the stage, see `headlineNumbers`. */
  readonly name: string;
  /** What people call it: the label of the declaration, or its name. */
  readonly label: string;
  readonly better: Direction;
}

/**
 * Metrics by which results of a stage are compared, the most telling first: those that its declaration names, in its order;
 * of a stage that names none, those whose name says whether more or less is better.
 *
 * @param outputs Outputs that the stage declares.
 * @param names Names of the metrics that there are, as `headlineNumbers` gives them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { headlineMetrics } from "./headline_metrics.ts";
 *
 * const numbers = { "top.mean": { better: "lower", label: "eigenvalue" } } as const;
 * const outputs = { hessian: { kind: "hessian", path: "hessian.json", numbers } };
 * const metrics = headlineMetrics(outputs, ["loss", "top.mean"]);
 * assertEquals(metrics, [{ name: "top.mean", label: "eigenvalue", better: "min" }]);
 * assertEquals(headlineMetrics({}, ["loss", "n"]), [{ name: "loss", label: "loss", better: "min" }]);
 * ```
 */
export function headlineMetrics(
  outputs: Readonly<Record<string, Pick<OutputSpec, "numbers">>>,
  names: Iterable<string>,
): HeadlineMetric[] {
  const known = new Set(names);
  const declared = Object.entries(outputs).flatMap(
    ([output, { numbers = {} }]): [string, NumberSpec][] =>
      Object.entries(numbers).flatMap(([path, spec]) => {
        const name = declaredNames(output, path).find((one) => known.has(one));
        return name === undefined ? [] : [[name, spec]];
      }),
  );
  if (declared.length > 0) {
    return declared.map(([name, { better, label = name }]) => ({
      name,
      label,
      better: better === "higher" ? "max" : "min",
    }));
  }
  return [...known].flatMap((name) => {
    const better = metricDirection(name);
    return better === undefined ? [] : [{ name, label: name, better }];
  });
}

/**
 * Says which outputs have headline metrics, so that a reader of those alone need not read the others: those that declare
 * numbers; where none does, all that hold measures.
 *
 * @param outputs Outputs that a stage declares.
 */
export function headlineOutputs(
  outputs: Readonly<Record<string, Pick<OutputSpec, "numbers" | "metrics">>>,
): (output: string) => boolean {
  const declare = Object.values(outputs).some(({ numbers }) =>
    numbers !== undefined
  );
  return (output) =>
    declare
      ? outputs[output]?.numbers !== undefined
      : outputs[output]?.metrics !== false;
}
