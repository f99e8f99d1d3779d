import type { Point } from "../../stage.ts";
import { shareOf, valueAt } from "../spec/parse_range.ts";
import type { TunedAxis } from "../spec/tune_spec.ts";
import { choiceDensity, type Density, rangeDensity } from "./parzen.ts";

/** A point that the sampler proposes. */
export interface Proposal {
  readonly point: Point;
  /** How much likelier it is among good results than among the others, as a logarithm. */
  readonly gain: number;
}

/** Candidates of a proposal, and the share of results that count as good, both as the authors' implementation has it. */
export const CANDIDATES = 24;
const GOOD = 0.25;

/** Number of results that count as good: a quarter of them, and at least two. */
export function goodCount(results: number): number {
  return Math.min(results, Math.max(2, Math.ceil(GOOD * results)));
}

/**
 * Tree-structured Parzen estimator (Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NIPS 2011): draws
 * candidates near the good results and proposes them in the order of the ratio of both densities, the likeliest to be
 * good first. Each axis has a density of its own.
 *
 * @param ranked Points with results, the best first.
 * @param address Names the draws; equal addresses give equal candidates.
 */
export function tpeProposals(
  axes: readonly TunedAxis[],
  ranked: readonly Point[],
  address: string,
): Proposal[] {
  const good = goodCount(ranked.length);
  const models = axes.map((axis) => ({
    axis,
    good: densityOf(axis, ranked.slice(0, good)),
    rest: densityOf(axis, ranked.slice(good)),
  }));
  const candidates = Array.from({ length: CANDIDATES }, (_, number) => {
    let gain = 0;
    const values = models.map(({ axis, good, rest }) => {
      const drawn = good.draw(`${address} ${number} ${axis.name}`);
      gain += good.logOf(drawn) - rest.logOf(drawn);
      return [axis.name, valueOf(axis, drawn)] as const;
    });
    return { point: Object.fromEntries(values), gain };
  });
  return candidates.sort((a, b) => b.gain - a.gain);
}

function densityOf(
  axis: TunedAxis,
  points: readonly Point[],
): Density {
  const values = points.map((point) => point[axis.name]!);
  const { range, choices } = axis;
  return range === undefined
    ? choiceDensity(
      values.map((value) => choices.indexOf(value)),
      choices.length,
    )
    : rangeDensity(values.map((value) => shareOf(range, Number(value))));
}

function valueOf(
  { range, choices }: TunedAxis,
  drawn: number,
): string | number | boolean {
  return range === undefined ? choices[drawn]! : valueAt(range, drawn);
}
