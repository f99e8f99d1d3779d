import { bootstrapInterval } from "./bootstrap_interval.ts";
import { mean } from "../../../common/moments.ts";

/** Mean rank of one competitor. */
export interface MeanRank {
  /** Mean over the rounds; 1 is best. */
  readonly rank: number;
  /** 95 % bootstrap interval over the rounds; `null` for fewer than three. */
  readonly interval: readonly [number, number] | null;
}

/**
 * Mean ranks of competitors over rounds in which all took part.
 *
 * @param rounds Ranks of all competitors in each round, in one order.
 *
 * @example
 * ```ts
 * import { meanRanks } from "./mean_ranks.ts";
 * import { assertEquals } from "@std/assert";
 * const [first] = meanRanks([[1, 2], [1, 2], [1, 2]]);
 * assertEquals(first, { rank: 1, interval: [1, 1] });
 * ```
 */
export function meanRanks(rounds: readonly (readonly number[])[]): MeanRank[] {
  const [first = []] = rounds;
  return first.map((_, at) => {
    const ranks = rounds.map((round) => round[at]!);
    return { rank: mean(ranks), interval: bootstrapInterval(ranks) };
  });
}
