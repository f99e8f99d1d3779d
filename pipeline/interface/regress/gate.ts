import { z } from "zod";
import type { Place } from "../../definition/yaml/problem.ts";

const coordinate = z.union([z.string(), z.number(), z.boolean()]);
const where = z.record(z.string(), coordinate);

/** Schema of one gate in a file. */
export const gateSchema = z.strictObject({
  /** Metric of the summary's rows. */
  metric: z.string().min(1),
  /** Coordinates of the rows that count. */
  where: where.default({}),
  /** Expected mean over the rows. */
  reference: z.number().optional(),
  /** Coordinates of rows whose mean must be larger: a claim about two methods. */
  below: where.optional(),
  /** Coordinates of rows whose mean must be smaller. */
  above: where.optional(),
  /** Allowed distance from the reference; for a claim, the smallest distance between the means. */
  tolerance: z.number().nonnegative().default(0),
  /** Better side of the reference, on which every deviation passes; `equal`: on neither. */
  better: z.enum(["equal", "lower", "higher"]).default("equal"),
  /** Required number of rows (default: at least one). */
  runs: z.int().positive().optional(),
  source: z.string().optional(),
  /** False for a figure from memory, which is shown and never fails. */
  seen: z.boolean().default(true),
  /** True if the gate passes when no row matches. */
  optional: z.boolean().default(false),
});

/** Coordinates that choose rows. */
export type Where = Readonly<Record<string, string | number | boolean>>;

/** One gate with its place in the file. */
export interface Gate extends z.output<typeof gateSchema> {
  readonly file: string;
  readonly place: Place;
}

/** Coordinates as text: `method=darts, space=s3`; `all runs` for none. */
export function whereText(where: Where): string {
  const parts = Object.entries(where).map(([axis, value]) =>
    `${axis}=${value}`
  );
  return parts.length === 0 ? "all runs" : parts.join(", ");
}

/** Condition of a gate in one line. */
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
