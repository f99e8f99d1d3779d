import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
} from "@std/assert";
import type { Point } from "../../stage.ts";
import type { TunedAxis, TuneSpec } from "../spec/tune_spec.ts";
import { type DecidedSweep, decideSweep, jobName } from "./decide_sweep.ts";

const PLACE = { line: 1, column: 1 };
const RATE: TunedAxis = {
  name: "rate",
  range: { low: 1e-4, high: 1, log: true, whole: false },
  choices: [],
  ...PLACE,
};
const KIND: TunedAxis = { name: "kind", choices: ["a", "b", "c"], ...PLACE };

function tuned(changes: Partial<TuneSpec> = {}): TuneSpec {
  return {
    by: { stage: "train", number: "score", ...PLACE },
    sampler: "tpe",
    trials: 24,
    round: 8,
    seed: 0,
    failed: "stop",
    axes: [RATE, KIND],
    rungs: { axis: "epochs", budgets: [1, 3, 9], reduction: 3 },
    ...changes,
  };
}

/** Largest at rate 0.01 and kind b; grows with the epochs. */
function score({ rate, kind, epochs }: Point): number {
  return -((Math.log10(Number(rate)) + 2) ** 2) - (kind === "b" ? 0 : 1) -
    1 / Number(epochs ?? 9);
}

/** Decides until nothing is open; results of a round are added in some order, and some of them alone at first. */
function play(
  tune: TuneSpec,
  result: (point: Point) => number | null = score,
  order: (names: string[]) => string[] = (names) => names,
): DecidedSweep {
  const values = new Map<string, number | null>();
  const proposed = new Map();
  for (let round = 0; round < 100; round++) {
    const decided = decideSweep(tune, "higher", { values, proposed });
    if (!decided.plan.open) return decided;
    const missing = new Map(
      decided.jobs.filter((job) => !values.has(jobName(job)))
        .map((job) => [jobName(job), job]),
    );
    for (const [at, name] of order([...missing.keys()]).entries()) {
      values.set(name, result(missing.get(name)!.point));
      // Nothing follows from a part of a round.
      if (at === 0 && missing.size > 1) {
        // Nor from rounds that were remembered.
        const anew = { values, proposed: new Map() };
        assertEquals(decideSweep(tune, "higher", anew).jobs, decided.jobs);
      }
    }
  }
  throw new RangeError("Expected an end");
}

Deno.test("decideSweep() gives the same trials and decisions in whatever order results arrive", () => {
  const forward = play(tuned());
  const backward = play(tuned(), score, (names) => names.toReversed());
  assertEquals(backward, forward);
  const other = play(tuned({ seed: 1 }));
  assert(
    JSON.stringify(other.plan.trials) !== JSON.stringify(forward.plan.trials),
  );
});

Deno.test("decideSweep() gives each rung at most a third of the results before, says why, and finds a planted optimum for less than half of a grid", () => {
  const { plan, jobs } = play(tuned());
  const on = (rung: number) => jobs.filter((job) => job.rung === rung).length;
  assertEquals([on(0), on(1), on(2)], [24, 8, 2]);
  assertEquals(plan.most, [24, 8, 2]);
  const states = plan.trials.map(({ state }) => state);
  assertEquals(states.filter((state) => state === "finished").length, 2);
  assertEquals(states.filter((state) => state === "stopped").length, 22);
  for (const { rungs, state, sampled } of plan.trials) {
    assertMatch(sampled, /^(drawn at random|proposed by TPE)/);
    assertMatch(rungs.at(-1)!.decision!, RegExp(`^${state}`));
    for (const { decision } of rungs.slice(0, -1)) {
      assertMatch(
        decision!,
        /^goes on in round \d: rank \d+ of \d+ at epochs=/,
      );
    }
  }
  const best = plan.trials[plan.best!]!;
  assertEquals(best.point["kind"], "b");
  assertLess(Math.abs(Math.log10(Number(best.point["rate"])) + 2), 0.5);
  const work = jobs.reduce(
    (sum, { point }) => sum + Number(point["epochs"]),
    0,
  );
  assertLess(work, 24 * 9 / 2);
});

Deno.test("decideSweep() learns: TPE comes closer to the optimum than as many random trials, over eight seeds", () => {
  const width: TunedAxis = {
    name: "width",
    range: { low: 4, high: 64, log: false, whole: true },
    choices: [],
    ...PLACE,
  };
  const loss = (point: Point) =>
    ((Number(point["width"]) - 24) / 16) ** 2 - score(point) - 1 / 9;
  const mean = (sampler: "tpe" | "random") => {
    const losses = Array.from({ length: 8 }, (_, seed) => {
      const { rungs: _none, ...tune } = tuned({
        sampler,
        seed,
        trials: 40,
        axes: [RATE, width, KIND],
      });
      const { plan } = play(tune, (point) => -loss(point));
      return loss(plan.trials[plan.best!]!.point);
    });
    return losses.reduce((sum, next) => sum + next) / losses.length;
  };
  assertGreater(mean("random"), 1.5 * mean("tpe"));
});

Deno.test("decideSweep() lets the best of few trials go on, and ranks results without a number last", () => {
  const { plan, jobs } = play(
    tuned({ trials: 2 }),
    (point) => point["rate"] === undefined ? 0 : null,
  );
  assertEquals(jobs.map(({ trial, rung }) => [trial, rung]), [
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 2],
  ]);
  assertEquals(plan.best, 0);
  assertMatch(plan.trials[1]!.rungs[0]!.decision!, /no number, and 1 go on/);
});

Deno.test("decideSweep() walks a grid in its order, and draws what a sample of the matrix would", () => {
  const { rungs: _, ...grid } = tuned({
    sampler: "grid",
    trials: 6,
    axes: [{ name: "size", choices: [1, 2], ...PLACE }, KIND],
  });
  assertEquals(play(grid, () => 1).jobs.map(({ point }) => point), [
    { size: 1, kind: "a" },
    { size: 1, kind: "b" },
    { size: 1, kind: "c" },
    { size: 2, kind: "a" },
    { size: 2, kind: "b" },
    { size: 2, kind: "c" },
  ]);
  const { rungs: __, ...few } = tuned({ sampler: "random", axes: [KIND] });
  // Three kinds are three trials, however many are wanted.
  assertEquals(play(few).plan.trials.length, 3);
});

Deno.test("decideSweep() lets no trial go on that failed, and hands none on", () => {
  const tune = tuned({ trials: 3, failed: "last" });
  const values = new Map<string, number | null>([["0/0", null], ["1/0", 1], [
    "2/0",
    0,
  ]]);
  const known = { values, lost: new Set(["0/0", "1/1"]), proposed: new Map() };
  values.set("1/1", null);
  const { jobs, plan } = decideSweep(tune, "higher", known);
  assertEquals(jobs.map(jobName), ["0/0", "1/0", "2/0", "1/1"]);
  assertEquals(plan.open, false);
  assertEquals(plan.best, null);
  assertEquals(plan.trials.map(({ state }) => state), [
    "stopped",
    "stopped",
    "stopped",
  ]);
  assertEquals(
    plan.trials[1]!.rungs[1]!.decision,
    "stopped at epochs=3: a stage failed",
  );
});

Deno.test("decideSweep() takes a trial to the last rung where most have failed", () => {
  const tune = tuned({
    sampler: "random",
    trials: 9,
    round: 9,
    failed: "last",
  });
  const values = new Map<string, number | null>(
    Array.from({ length: 9 }, (_, trial) => [`${trial}/0`, null]),
  );
  for (const name of ["0/0", "1/0", "0/1", "1/1"]) values.set(name, 1);
  values.set("0/2", 1);
  const lost = new Set([2, 3, 4, 5, 6, 7, 8].map((trial) => `${trial}/0`));
  const { jobs, plan } = decideSweep(tune, "higher", {
    values,
    lost,
    proposed: new Map(),
  });
  assertEquals(jobs.slice(9).map(jobName), ["0/1", "1/1", "0/2"]);
  assertEquals([plan.open, plan.best], [false, 0]);
});
