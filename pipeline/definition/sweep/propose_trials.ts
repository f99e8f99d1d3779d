import type { Point } from "../../stage.ts";
import { drawShare, drawValue } from "../spec/parse_range.ts";
import type { TuneSpec } from "../spec/tune_spec.ts";
import { goodCount, tpeProposals } from "./tpe.ts";

/** Most attempts to draw a combination that no trial has. */
const ATTEMPTS = 100;

/** A new trial. */
export interface ProposedTrial {
  readonly point: Point;
  /** Why it has this point. */
  readonly sampled: string;
}

/** Results that the sampler needs before it learns from them: three more than axes (Falkner et al., BOHB, ICML 2018). */
export function leastResults({ axes }: TuneSpec): number {
  return axes.length + 3;
}

/** One in so many trials is drawn at random all the same, as BOHB draws one in three, lest a first guess decide all. */
const RANDOM = 4;

/**
 * Chooses the trials of a round.
 *
 * @param before Points of all trials before.
 * @param ranked Points with results of the rounds before, the best first.
 * @returns The new trials; fewer than a round where combinations run out.
 */
export function proposeTrials(
  tune: TuneSpec,
  before: readonly Point[],
  ranked: readonly Point[],
): ProposedTrial[] {
  const taken = new Set(before.map(keyOf));
  const found: ProposedTrial[] = [];
  // What follows from no result is known at once.
  const free = tune.sampler !== "tpe" && tune.rungs === undefined;
  const left = tune.trials - before.length;
  const wanted = free ? left : Math.min(tune.round, left);
  for (let at = 0; at < wanted; at++) {
    const next = proposeTrial(tune, before.length + at, { taken, ranked });
    if (next === undefined) break;
    taken.add(keyOf(next.point));
    found.push(next);
  }
  return found;
}

interface Known {
  readonly taken: ReadonlySet<string>;
  readonly ranked: readonly Point[];
}

function proposeTrial(
  tune: TuneSpec,
  trial: number,
  known: Known,
): ProposedTrial | undefined {
  if (tune.sampler === "grid") {
    return { point: gridPoint(tune, trial), sampled: "the next of the grid" };
  }
  if (tune.sampler === "random") return drawTrial(tune, trial, known, "");
  const { ranked } = known;
  const least = leastResults(tune);
  if (ranked.length < least) {
    const have = ranked.length === 0 ? "none" : ranked.length;
    return drawTrial(
      tune,
      trial,
      known,
      `, as TPE needs ${least} results and has ${have}`,
    );
  }
  if (trial % RANDOM === RANDOM - 1) {
    return drawTrial(tune, trial, known, `, as one in ${RANDOM} is`);
  }
  const address = `tpe ${tune.seed} ${trial}`;
  const fresh = tpeProposals(tune.axes, ranked, address)
    .find(({ point }) => !known.taken.has(keyOf(point)));
  if (fresh === undefined) {
    return drawTrial(
      tune,
      trial,
      known,
      ", as TPE proposes combinations that were tried",
    );
  }
  const ratio = Math.exp(fresh.gain).toPrecision(3);
  return {
    point: fresh.point,
    sampled: `proposed by TPE: ${ratio} times as likely among the ${
      goodCount(ranked.length)
    } best of ${ranked.length} trials as among the others`,
  };
}

/** A random trial: for ranges the one that a matrix with `sample:` has with the same number, if it is new. */
function drawTrial(
  { axes, seed }: TuneSpec,
  trial: number,
  { taken }: Known,
  why: string,
): ProposedTrial | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const point = Object.fromEntries(axes.map(({ name, range, choices }) => {
      const axis = attempt === 0 ? name : `${name} attempt ${attempt}`;
      const share = drawShare(`draw ${seed} ${axis} ${trial}`);
      return [
        name,
        range === undefined
          ? choices[Math.floor(share * choices.length)]!
          : drawValue(range, { seed, axis, draw: trial }),
      ];
    }));
    if (!taken.has(keyOf(point))) {
      return { point, sampled: `drawn at random${why}` };
    }
  }
}

/** A combination of the grid, the last axis fastest. */
function gridPoint({ axes }: TuneSpec, trial: number): Point {
  let left = trial;
  const values = axes.toReversed().map(({ name, choices }) => {
    const value = choices[left % choices.length]!;
    left = Math.floor(left / choices.length);
    return [name, value] as const;
  });
  return Object.fromEntries(values.reverse());
}

function keyOf(point: Point): string {
  return JSON.stringify(Object.entries(point));
}
