import { deviation, mean } from "../../../common/moments.ts";
import { stringify } from "yaml";
import type { Gate, Where } from "./gate.ts";
import { select } from "./judge.ts";
import type { BaselineChange, GateFile } from "./read_gates.ts";
import type { Row } from "./read_rows.ts";

/** Tolerance of a reference in standard deviations over seeds. */
const SPREAD = 3;
/** Tolerance relative to the value if a single run gives no spread. */
const SINGLE = 0.1;

/**
 * Text of a new baseline: references are the means of the rows, tolerances three standard deviations over the rows (a
 * tenth of the value for a single run). Claims are kept.
 *
 * @param rows Rows of the summary.
 * @param options The pipeline, the present baseline if there is one, and the reason for the change.
 */
export function newBaseline(
  rows: readonly Row[],
  options: {
    readonly pipeline: string;
    readonly old: GateFile | undefined;
    readonly change: BaselineChange;
    /** Metrics of a first baseline. */
    readonly metrics: readonly string[];
    /** Coordinates that tell groups of seeds apart in a first baseline. */
    readonly groups: readonly Where[];
  },
): string {
  const { pipeline, old, change } = options;
  const gates = old?.gates ??
    options.groups.flatMap((where) =>
      options.metrics.filter((metric) =>
        select(rows, where).every((row) =>
          typeof row.metrics[metric] === "number"
        )
      ).map((metric) => ({ metric, where, reference: 0 }))
    );
  return stringify({
    pipeline,
    history: [...old?.history ?? [], change],
    gates: gates.map((gate) => updated(gate, rows)),
  }, {
    lineWidth: 0,
    // Dates would need quotes anyway.
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
  });
}

function updated(
  gate: Partial<Gate> & Pick<Gate, "metric" | "where">,
  rows: readonly Row[],
): Record<string, unknown> {
  const { file: _, place: __, ...rest } = gate;
  // Defaults are omitted, so that the file contains only what was chosen.
  const kept = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) =>
      value !== undefined &&
      !(key === "better" && value === "equal") &&
      !(key === "seen" && value === true) &&
      !(key === "optional" && value === false) &&
      !(key === "tolerance" && value === 0)
    ),
  );
  if (gate.reference === undefined) return kept;
  const values = select(rows, gate.where).map((row) => row.metrics[gate.metric])
    .filter((value) => typeof value === "number");
  if (values.length === 0) return kept;
  const reference = mean(values);
  const spread = deviation(values);
  const tolerance = spread === null
    ? SINGLE * Math.abs(reference)
    : SPREAD * spread;
  return {
    ...kept,
    reference: round(reference),
    tolerance: round(tolerance),
    runs: values.length,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
