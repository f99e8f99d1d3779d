import { median } from "../common/moments.ts";
import { type Measurement, type StepName, STEPS } from "./workload.ts";

/** Figures of one step on both sides. */
export interface SideFigures {
  /** Seconds of this engine. */
  readonly engine: Figures;
  /** Seconds of the yardstick, where it ran. */
  readonly yardstick: Figures | null;
  /** Engine over yardstick, medians and minima. */
  readonly ratio: { readonly median: number; readonly min: number } | null;
}

/** Figures of one step of {@linkcode STEPS}. */
export interface StepSummary extends SideFigures {
  /** Name of the step. */
  readonly step: StepName;
}

/** Middle, smallest and number of measured values. */
export interface Figures {
  /** Median. */
  readonly median: number;
  /** Minimum. */
  readonly min: number;
  /** How many. */
  readonly count: number;
}

/** Median, minimum and count. */
export function figuresOf(values: readonly number[]): Figures {
  if (values.length === 0) {
    throw new RangeError("A summary needs at least one measured value");
  }
  return {
    median: median(values),
    min: Math.min(...values),
    count: values.length,
  };
}

/** Joins the rounds of both sides, step by step. */
export function summarise(
  engine: readonly Measurement[],
  yardstick: readonly Measurement[],
): StepSummary[] {
  const joined = (rounds: readonly Measurement[], step: StepName) =>
    rounds.flatMap((round) => round.seconds[step] ?? []);
  return STEPS.flatMap((step) => {
    const own = joined(engine, step);
    if (own.length === 0) return [];
    return [{ step, ...compareSides(own, joined(yardstick, step)) }];
  });
}

/** Figures of the seconds of both sides; those of the yardstick may be missing. */
export function compareSides(
  own: readonly number[],
  other: readonly number[],
): SideFigures {
  const engine = figuresOf(own);
  const yardstick = other.length > 0 ? figuresOf(other) : null;
  const ratio = yardstick && {
    median: engine.median / yardstick.median,
    min: engine.min / yardstick.min,
  };
  return { engine, yardstick, ratio };
}

/** The summary as a table for people. */
export function tableOf(
  summary: readonly (SideFigures & { readonly step: string })[],
): string {
  const ms = (figures: Figures | null) =>
    figures === null
      ? "-"
      : `${(1000 * figures.median).toFixed(1)} (${
        (1000 * figures.min).toFixed(1)
      })`;
  const rows = [
    ["step", "sdarts ms", "PyTorch ms", "ratio"],
    ...summary.map(({ step, engine, yardstick, ratio }) => [
      step,
      ms(engine),
      ms(yardstick),
      ratio === null
        ? "-"
        : `${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)})`,
    ]),
  ];
  const widths = rows[0]!.map((_, k) =>
    Math.max(...rows.map((row) => row[k]!.length))
  );
  return rows.map((row) =>
    row.map((cell, k) =>
      k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)
    ).join("  ")
  ).join("\n");
}
