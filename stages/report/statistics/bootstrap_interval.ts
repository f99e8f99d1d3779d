import { randomStream } from "../../../engine/philox.ts";

/** Fewest values for an interval or a test. */
export const FEWEST = 3;

/**
 * Percentile bootstrap interval of the mean (Efron 1979).
 *
 * The resamples come from a fixed counter-based stream: the same values give the same interval everywhere. For a
 * handful of values it is somewhat too narrow, as every bootstrap of so few is.
 *
 * @param options Level and number of resamples.
 * @returns Both ends; `null` for fewer than {@linkcode FEWEST} values.
 *
 * @example
 * ```ts
 * import { bootstrapInterval } from "./bootstrap_interval.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(bootstrapInterval([2, 2, 2]), [2, 2]);
 * assertEquals(bootstrapInterval([1, 2]), null);
 * ```
 */
export function bootstrapInterval(
  values: readonly number[],
  { level = 0.95, resamples = 10_000 }: {
    /** Share of intervals that should hold the mean; default 0.95. */
    readonly level?: number;
    /** Number of resamples; default 10,000. */
    readonly resamples?: number;
  } = {},
): [number, number] | null {
  const n = values.length;
  if (n < FEWEST) return null;
  const random = randomStream({ seed: 0, stream: "bootstrap" });
  // Sorted, so that the order of the seeds does not matter.
  const sorted = values.toSorted((a, b) => a - b);
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += sorted[random.below(n)]!;
    means[i] = sum / n;
  }
  means.sort();
  const at = (share: number) =>
    means[Math.min(resamples - 1, Math.max(0, Math.round(share * resamples)))]!;
  return [at((1 - level) / 2), at((1 + level) / 2)];
}
