import { bootstrapInterval } from "./bootstrap_interval.ts";
import { deviation, mean } from "../../../common/moments.ts";

/** Statistics of a metric over runs. */
export interface Aggregate {
  readonly n: number;
  /** Mean; `null` without values. */
  readonly mean: number | null;
  /** Sample standard deviation (n - 1 in the denominator); `null` for fewer than two values. */
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** 95 % bootstrap interval of the mean; `null` for fewer than three values. */
  readonly interval: readonly [number, number] | null;
}

/** True for a finite number. */
export function isFiniteNumber(
  value: number | null | undefined,
): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/**
 * Statistics of the finite values among `values`.
 *
 * @example
 * ```ts
 * import { aggregate } from "./aggregate.ts";
 * import { assertEquals } from "@std/assert";
 * const { n, mean, std, min, max } = aggregate([1, 3, null]);
 * assertEquals([n, mean, std, min, max], [2, 2, Math.SQRT2, 1, 3]);
 * ```
 */
export function aggregate(
  values: readonly (number | null | undefined)[],
): Aggregate {
  const finite = values.filter(isFiniteNumber);
  const n = finite.length;
  if (n === 0) {
    return { n, mean: null, std: null, min: null, max: null, interval: null };
  }
  return {
    n,
    mean: mean(finite),
    std: deviation(finite),
    min: Math.min(...finite),
    max: Math.max(...finite),
    interval: bootstrapInterval(finite),
  };
}
