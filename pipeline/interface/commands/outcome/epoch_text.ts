import { numberText } from "../../../../common/quantities.ts";
import { columns } from "../../terminal/columns.ts";
import { metricDirection } from "../../../cache/metrics/metric_direction.ts";
import type { StepMetrics } from "../../../stage.ts";

/** Most epochs and metrics of a table that is not asked for whole. */
const MOST = { epochs: 16, metrics: 6 };

/**
 * What was measured at each epoch as a table; nothing without measures.
 *
 * @param options `first`: names of the metrics to begin with; `all`: every epoch and metric; `columns`: letters of a line.
 */
export function epochLines(
  steps: readonly StepMetrics[],
  options: {
    readonly first: readonly string[];
    readonly all: boolean;
    readonly columns: number;
  },
): string {
  const known = new Set(steps.flatMap(({ values }) => Object.keys(values)));
  const compared = [...known].filter((name) =>
    metricDirection(name) !== undefined
  );
  const ordered = [
    ...new Set([
      ...options.first.filter((name) => known.has(name)),
      ...compared,
      ...known,
    ]),
  ];
  if (ordered.length === 0) return "";
  const names = options.all ? ordered : ordered.slice(0, MOST.metrics);
  const chosen = options.all ? steps : spread(steps, MOST.epochs);
  const rows = [
    ["epoch", ...names],
    ...chosen.map(({ step, values }) => [
      String(step + 1),
      ...names.map((name) =>
        values[name] === undefined ? "-" : numberText(values[name])
      ),
    ]),
  ];
  const lines = columns(rows, () => false).split("\n")
    .map((line) => line.slice(0, options.columns)).join("\n");
  const hidden = [
    ...steps.length > chosen.length
      ? [`${steps.length - chosen.length} epochs`]
      : [],
    ...ordered.length > names.length
      ? [`${ordered.length - names.length} metrics`]
      : [],
  ];
  return `${lines}${
    hidden.length === 0 ? "" : `and ${hidden.join(" and ")} more: --all\n`
  }\n`;
}

/** Some of many entries at equal distances, the first and the last one among them. */
function spread<T>(entries: readonly T[], most: number): readonly T[] {
  if (entries.length <= most) return entries;
  return Array.from(
    { length: most },
    (_, index) =>
      entries[Math.round(index * (entries.length - 1) / (most - 1))]!,
  );
}
