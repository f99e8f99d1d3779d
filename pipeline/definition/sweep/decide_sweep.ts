import type {
  Point,
  SweepPlan,
  SweepTrial,
  TrialRung,
  TrialValue,
} from "../../stage.ts";
import type { TuneSpec } from "../spec/tune_spec.ts";
import { type ProposedTrial, proposeTrials } from "./propose_trials.ts";
import { mostOnRungs, promotions, ranking } from "./rungs.ts";
import { resultText } from "./sweep_text.ts";

/** One result that a sweep needs. */
export interface SweepJob {
  readonly trial: number;
  readonly rung: number;
  /** Coordinates on the axes of the sweep and on that of its rungs. */
  readonly point: Point;
}

/** Results by job, as {@linkcode jobName} names it. */
export type SweepValues = ReadonlyMap<string, TrialValue>;

/** What a sweep is decided by. */
export interface SweepResults {
  readonly values: SweepValues;
  /** Jobs whose stages failed, where that ranks a trial last; their values are null. */
  readonly lost?: ReadonlySet<string>;
  /** Trials of rounds that were decided before by some of these results: further ones change nothing about them. */
  readonly proposed: Map<number, readonly ProposedTrial[]>;
}

/** Name of a job among the results of a sweep. */
export function jobName({ trial, rung }: Omit<SweepJob, "point">): string {
  return `${trial}/${rung}`;
}

/** A sweep with the results that it needs so far. */
export interface DecidedSweep {
  readonly plan: SweepPlan;
  readonly jobs: readonly SweepJob[];
}

/** State while rounds are decided one after the other. */
interface Rounds {
  readonly tune: TuneSpec;
  readonly better: "higher" | "lower";
  readonly values: SweepValues;
  readonly lost: ReadonlySet<string>;
  readonly proposed: SweepResults["proposed"];
  readonly trials: { point: Point; sampled: string }[];
  readonly jobs: (SweepJob & { readonly round: number })[];
  /** Losses on each rung by trial. */
  readonly losses: Map<number, number>[];
}

/**
 * Decides a sweep as far as results are known, round by round. A round is all new trials, and all trials that go on to
 * a longer budget, that follow from the results of the rounds before. So neither the order in which trials end nor how
 * many run at once decides anything.
 *
 * @param better The better value, by the file or by the declaration of the stage.
 * @param results Results so far.
 */
export function decideSweep(
  tune: TuneSpec,
  better: "higher" | "lower",
  { values, proposed, lost = new Set() }: SweepResults,
): DecidedSweep {
  const budgets = tune.rungs?.budgets ?? [null];
  const rounds: Rounds = {
    tune,
    better,
    values,
    lost,
    proposed,
    trials: [],
    jobs: [],
    losses: budgets.map(() => new Map()),
  };
  let [round, open] = [0, false];
  while (!open) {
    const jobs = nextRound(rounds, round + 1);
    if (jobs.length === 0) break;
    round++;
    rounds.jobs.push(...jobs.map((job) => ({ ...job, round })));
    open = jobs.some((job) => !values.has(jobName(job)));
    for (const job of open ? [] : jobs) {
      rounds.losses[job.rung]!.set(job.trial, lossOf(job, rounds));
    }
  }
  const best = open ? undefined : ranking(rounds.losses.at(-1)!)
    .find((trial) => !isLost(trial, budgets.length - 1, rounds));
  return {
    jobs: rounds.jobs.map(({ trial, rung, point }) => ({ trial, rung, point })),
    plan: {
      by: `${tune.by.stage}.${tune.by.number}`,
      better,
      sampler: tune.sampler,
      seed: tune.seed,
      rungs: tune.rungs === undefined
        ? null
        : { axis: tune.rungs.axis, budgets: tune.rungs.budgets },
      most: mostOnRungs(tune),
      rounds: round,
      open,
      trials: rounds.trials.map((_, trial) => trialOf(trial, rounds, open)),
      best: best ?? null,
    },
  };
}

function nextRound(rounds: Rounds, round: number): SweepJob[] {
  const { tune, trials, losses, proposed } = rounds;
  const fresh = proposed.getOrInsertComputed(round, () =>
    proposeTrials(
      tune,
      trials.map(({ point }) => point),
      rankedPoints(rounds),
    ));
  const first = trials.length;
  trials.push(...fresh);
  const on = promotions(losses, {
    reduction: tune.rungs?.reduction ?? 1,
    sampled: fresh.length === 0,
    isLost: (trial, rung) => isLost(trial, rung, rounds),
  });
  return [
    ...on.map(({ trial, rung }) => jobAt(trial, rung, rounds)),
    ...fresh.map((_, at) => jobAt(first + at, 0, rounds)),
  ];
}

function jobAt(
  trial: number,
  rung: number,
  { tune: { rungs }, trials }: Rounds,
): SweepJob {
  const { point } = trials[trial]!;
  return {
    trial,
    rung,
    point: rungs === undefined
      ? point
      : { ...point, [rungs.axis]: rungs.budgets[rung]! },
  };
}

/**
 * Points with results, the best first: one that reached a later rung before all that did not, as these were worse where
 * they were compared.
 */
function rankedPoints({ trials, losses }: Rounds): Point[] {
  const ranked = new Set(losses.toReversed().flatMap(ranking));
  return [...ranked].map((trial) => trials[trial]!.point);
}

/** True if a stage of the trial failed on the rung: it has nothing to go on from, nor to hand on. */
function isLost(trial: number, rung: number, { lost }: Rounds): boolean {
  return lost.has(jobName({ trial, rung }));
}

function lossOf(job: SweepJob, { values, better }: Rounds): number {
  const value = values.get(jobName(job)) ?? null;
  if (value === null) return Infinity;
  return better === "lower" ? value : -value;
}

function whereText({ rungs }: TuneSpec, rung: number): string {
  return rungs === undefined ? "" : ` at ${rungs.axis}=${rungs.budgets[rung]}`;
}

function trialOf(trial: number, rounds: Rounds, open: boolean): SweepTrial {
  const { losses, jobs, trials } = rounds;
  const own = jobs.filter((job) => job.trial === trial);
  const last = losses.length - 1;
  const state = losses[last]!.has(trial) && !isLost(trial, last, rounds)
    ? "finished"
    : open
    ? "open"
    : "stopped";
  return {
    trial,
    ...trials[trial]!,
    rungs: own.map((job) => rungOf(job, rounds, own.length, open)),
    state,
  };
}

function rungOf(
  job: Rounds["jobs"][number],
  rounds: Rounds,
  reached: number,
  open: boolean,
): TrialRung {
  const { tune, values } = rounds;
  const { round, rung } = job;
  const value = values.get(jobName(job));
  const decision = rung + 1 < reached
    ? wentOn(job, rounds)
    : open || value === undefined
    ? undefined
    : ended(job, rounds);
  return {
    budget: tune.rungs?.budgets[rung] ?? null,
    round,
    ...(value === undefined ? {} : { value }),
    ...(decision === undefined ? {} : { decision }),
  };
}

/** Says by which results a trial went on, those of the rounds before the one in which it did. */
function wentOn(job: SweepJob, rounds: Rounds): string {
  const { jobs, losses, tune } = rounds;
  const next = jobs.find(({ trial, rung }) =>
    trial === job.trial && rung === job.rung + 1
  )!;
  const then = jobs.filter(({ rung, round }) =>
    rung === job.rung && round < next.round
  ).map(({ trial }) => [trial, losses[job.rung]!.get(trial)!] as const);
  const rank = ranking(new Map(then)).indexOf(job.trial) + 1;
  return `goes on in round ${next.round}: rank ${rank} of ${then.length}${
    whereText(tune, job.rung)
  }`;
}

function ended(job: SweepJob, rounds: Rounds): string {
  const { losses, tune, values } = rounds;
  const here = losses[job.rung]!;
  const rank = ranking(here).indexOf(job.trial) + 1;
  const place = `rank ${rank} of ${here.size}`;
  if (isLost(job.trial, job.rung, rounds)) {
    return `stopped${whereText(tune, job.rung)}: a stage failed`;
  }
  if (job.rung === losses.length - 1) return `finished: ${place}`;
  const value = values.get(jobName(job)) ?? null;
  const on = losses[job.rung + 1]!.size;
  return `stopped${whereText(tune, job.rung)}: ${place} by ${
    resultText(value)
  }, and ${on} go on${rank <= on ? ", chosen in earlier rounds" : ""}`;
}
