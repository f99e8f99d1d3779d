import { z } from "zod";
import type { Place } from "../../definition/yaml/problem.ts";

const coordinate = z.union([z.string(), z.number(), z.boolean()]);
const where = z.record(z.string(), coordinate);

/** Schema of one gate as it is written in a file. */
export const gateSchema = z.strictObject({
  /** Metric of the summary's rows. */
  metric: z.string().min(1),
  /** Rows that count: those with these coordinates. */
  where: where.default({}),
  /** Value that the mean over the rows is compared with. */
  reference: z.number().optional(),
  /** Rows whose mean must be larger: a claim about two methods. */
  below: where.optional(),
  /** Rows whose mean must be smaller. */
  above: where.optional(),
  /** Allowed distance from the reference; for a claim, the least distance between the means. */
  tolerance: z.number().nonnegative().default(0),
  /** Which deviations from the reference fail: every one, or only those to the worse side. */
  better: z.enum(["equal", "lower", "higher"]).default("equal"),
  /** How many rows there must be; without it, one at least. */
  runs: z.int().positive().optional(),
  /** Where the reference comes from. */
  source: z.string().optional(),
  /** False for a figure from memory: it is shown and never fails. */
  seen: z.boolean().default(true),
  /** True when it is no failure that no row matches. */
  optional: z.boolean().default(false),
});

/** Coordinates that choose rows. */
export type Where = Readonly<Record<string, string | number | boolean>>;

/** One gate with its place in the file. */
export interface Gate extends z.output<typeof gateSchema> {
  /** Name of the file. */
  readonly file: string;
  /** Where the gate stands. */
  readonly place: Place;
}

/** Coordinates as text: `method=darts, space=s3`; `all runs` for none. */
export function whereText(where: Where): string {
  const parts = Object.entries(where).map(([axis, value]) =>
    `${axis}=${value}`
  );
  return parts.length === 0 ? "all runs" : parts.join(", ");
}

/** What the gate asks, in one line. */
export function gateText(gate: Gate): string {
  const subject = `${gate.metric} of ${whereText(gate.where)}`;
  if (gate.below !== undefined || gate.above !== undefined) {
    const side = gate.below === undefined ? "above" : "below";
    const other = whereText(gate.below ?? gate.above ?? {});
    return `${subject} ${side} ${other}${
      gate.tolerance > 0 ? ` by ${gate.tolerance}` : ""
    }`;
  }
  const bound = {
    equal: `${gate.reference} ± ${gate.tolerance}`,
    lower: `at most ${gate.reference} + ${gate.tolerance}`,
    higher: `at least ${gate.reference} - ${gate.tolerance}`,
  };
  return `${subject} ${bound[gate.better]}`;
}
