import { sha256 } from "../../base/digest.ts";
import {
  describeNode,
  type LocatedMap,
  type LocatedScalar,
} from "../yaml/located.ts";
import {
  checkKeys,
  parseSwitch,
  reportUnexpected,
} from "../yaml/node_checks.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";

/** Largest number of steps, and of draws and their seed. */
export const MOST_STEPS = 100_000;

/** An axis whose values come from a range. */
export interface RangeSpec {
  readonly low: number;
  readonly high: number;
  /** True for logarithmic steps. */
  readonly log: boolean;
  readonly whole: boolean;
  /** Number of values of a grid; without it, values are drawn at random. */
  readonly steps?: number;
}

/**
 * Checks an axis such as `{ range: [0.001, 0.1], log: true }`.
 *
 * @param name Name of the axis.
 * @returns The range; `undefined` for a wrong one.
 */
export function parseRange(
  name: string,
  node: LocatedMap,
  problems: Problem[],
): RangeSpec | undefined {
  const before = problems.length;
  checkKeys(node, {
    known: ["range", "log", "whole", "steps"],
    what: `a key of the range of axis ${name}`,
  }, problems);
  const range = node.entries.get("range")?.value;
  const ends = range?.type === "list"
    ? range.items.map((item) => numberOf(item as LocatedScalar))
    : [];
  const [low, high] = ends;
  if (
    ends.length !== 2 || low === undefined || high === undefined || low >= high
  ) {
    problems.push(problemAt(
      range ?? node,
      `Expected range of axis ${name} to be two numbers, the lower first, but found ${
        range?.type === "list"
          ? JSON.stringify(range.items.map((item) =>
            item.type === "scalar" ? item.value : "?"
          ))
          : range === undefined
          ? "none"
          : describeNode(range)
      }`,
    ));
  }
  const [log, whole] = ["log", "whole"].map((key) =>
    parseSwitch(node, key, { what: `${key} of axis ${name}`, problems })
  ) as [boolean, boolean];
  if (log && low !== undefined && low <= 0) {
    problems.push(problemAt(
      range ?? node,
      `Expected a positive range of axis ${name}, as its steps are logarithmic, but found ${low}`,
    ));
  }
  const at = node.entries.get("steps")?.value;
  const steps = at?.type === "scalar" ? numberOf(at) : undefined;
  if (
    at !== undefined &&
    !(Number.isInteger(steps) && steps! >= 2 && steps! <= MOST_STEPS)
  ) {
    reportUnexpected(
      at,
      `steps of axis ${name} to be a whole number from 2 to ${MOST_STEPS}`,
      problems,
    );
  }
  if (problems.length > before || low === undefined || high === undefined) {
    return undefined;
  }
  return { low, high, log, whole, ...(steps === undefined ? {} : { steps }) };
}

/** Values of a grid over a range with both ends, each once. */
export function gridValues(range: RangeSpec): number[] {
  const { steps = 2 } = range;
  return [
    ...new Set(
      Array.from({ length: steps }, (_, i) => valueAt(range, i / (steps - 1))),
    ),
  ];
}

/**
 * A random value of a range. It depends on its address alone, so that a larger sample keeps the first draws.
 *
 * @param address Seed, axis and number of the draw.
 */
export function drawValue(
  range: RangeSpec,
  address: {
    readonly seed: number;
    readonly axis: string;
    readonly draw: number;
  },
): number {
  const { seed, axis, draw } = address;
  return valueAt(range, drawShare(`draw ${seed} ${axis} ${draw}`));
}

/** Value of a range at a share of its length from 0 to 1; of its logarithm where its steps are logarithmic. */
export function valueAt(
  { low, high, log, whole }: RangeSpec,
  share: number,
): number {
  const value = log ? low * (high / low) ** share : low + (high - low) * share;
  return whole ? Math.round(value) : Number(value.toPrecision(6));
}

/** Share of the length of a range at which a value lies, the inverse of `valueAt()`. */
export function shareOf({ low, high, log }: RangeSpec, value: number): number {
  return log
    ? Math.log(value / low) / Math.log(high / low)
    : (value - low) / (high - low);
}

/** A number from 0 to 1, without 1, that depends on its address alone. */
export function drawShare(address: string): number {
  return parseInt(sha256(address).slice(0, 13), 16) / 2 ** 52;
}

function numberOf(node: LocatedScalar): number | undefined {
  return node.type === "scalar" && typeof node.value === "number" &&
      Number.isFinite(node.value)
    ? node.value
    : undefined;
}
