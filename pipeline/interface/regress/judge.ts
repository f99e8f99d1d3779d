import { usageError } from "../../base/pipeline_error.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { within } from "../../../common/within.ts";
import { type Gate, gateText, type Where, whereText } from "./gate.ts";
import type { Row } from "./read_rows.ts";

export interface Verdict {
  readonly gate: Gate;
  /** Condition of the gate in one line. */
  readonly asked: string;
  /** `differs`: a figure from memory was missed; `absent`: an optional gate without rows. */
  readonly status: "pass" | "fail" | "differs" | "absent";
  /** Mean over the rows; `null` if there is none. */
  readonly found: number | null;
  /** Number of rows that matched. */
  readonly runs: number;
  readonly text: string;
}

/**
 * Judges rows by gates. Missing rows and values that are not finite fail.
 *
 * Throws a `PipelineError` of kind `usage` for a metric or a coordinate that no row has.
 *
 * @param rows Rows of the summary; `undefined` if there is no summary.
 * @returns A verdict for each gate.
 */
export function judge(
  gates: readonly Gate[],
  rows: readonly Row[] | undefined,
): Verdict[] {
  if (rows !== undefined && rows.length > 0) checkNames(gates, rows);
  return gates.map((gate) => judgeOne(gate, rows ?? []));
}

function judgeOne(gate: Gate, rows: readonly Row[]): Verdict {
  const asked = gateText(gate);
  const own = select(rows, gate.where);
  const verdict = (
    status: Verdict["status"],
    text: string,
    found: number | null = null,
  ): Verdict => ({
    gate,
    asked,
    status: status === "fail" && !gate.seen ? "differs" : status,
    found,
    runs: own.length,
    text,
  });
  if (own.length === 0 && gate.optional) return verdict("absent", "not run");
  if (own.length < (gate.runs ?? 1)) {
    return verdict(
      "fail",
      `found ${own.length} of ${gate.runs ?? "at least 1"} runs`,
    );
  }
  const mean = meanOf(own, gate.metric);
  if (typeof mean === "string") return verdict("fail", mean);
  const claim = gate.below ?? gate.above;
  if (claim !== undefined) {
    const other = meanOf(select(rows, claim), gate.metric);
    if (typeof other === "string") {
      return verdict("fail", `${other} in ${whereText(claim)}`, mean);
    }
    const distance = gate.below === undefined ? mean - other : other - mean;
    const holds = gate.tolerance === 0
      ? distance > 0
      : distance >= gate.tolerance;
    return verdict(
      holds ? "pass" : "fail",
      `found ${number(mean)} and ${number(other)}`,
      mean,
    );
  }
  const reference = gate.reference ?? NaN;
  const off = mean - reference;
  const bad = {
    equal: Math.abs(off),
    lower: off,
    higher: -off,
  }[gate.better];
  return verdict(
    bad <= gate.tolerance ? "pass" : "fail",
    `found ${number(mean)}, off by ${number(off)}`,
    mean,
  );
}

/** Rows with these coordinates. */
export function select(rows: readonly Row[], where: Where): Row[] {
  return rows.filter(({ point }) => within(where, point));
}

/** Mean of a metric, or the reason why there is none. */
function meanOf(rows: readonly Row[], metric: string): number | string {
  if (rows.length === 0) return "found no runs";
  let sum = 0;
  for (const row of rows) {
    const value = row.metrics[metric];
    if (typeof value !== "number" || !Number.isFinite(value)) {
      return `found no finite number in ${
        rows.length === 1 ? "the run" : "one of the runs"
      }`;
    }
    sum += value;
  }
  return sum / rows.length;
}

function checkNames(gates: readonly Gate[], rows: readonly Row[]): void {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  const axes = [...new Set(rows.flatMap((row) => Object.keys(row.point)))];
  // An optional gate may be about stages that were not run and have other metrics.
  const lines = gates.filter(({ optional }) => !optional).flatMap((gate) => {
    const at = `${gate.file}:${gate.place.line}:${gate.place.column}`;
    const wanted = [gate.where, gate.below ?? {}, gate.above ?? {}]
      .flatMap(Object.keys);
    return [
      ...metrics.includes(gate.metric) ? [] : [
        unknownName(gate.metric, {
          what: "a metric of the summary",
          known: metrics,
        }),
      ],
      ...wanted.filter((axis) => !axes.includes(axis)).map((axis) =>
        unknownName(axis, { what: "a coordinate of the summary", known: axes })
      ),
    ].map((line) => `${at}: ${line}`);
  });
  if (lines.length > 0) throw usageError(lines.join("\n"));
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
