import type { SweepPlan, SweepTrial, TrialValue } from "../../stage.ts";

/** A result for a person. */
export function resultText(value: TrialValue): string {
  return value === null ? "no number" : String(Number(value.toPrecision(6)));
}

/** What is known of a sweep, in one line. */
export function sweepText(plan: SweepPlan): string {
  const { trials, most, rounds, open, by, better, rungs, best } = plan;
  if (open) {
    const bounds = most.flatMap((count, rung) =>
      rungs === null || rung === 0
        ? []
        : [`${count} at ${rungs.axis}=${rungs.budgets[rung]}`]
    );
    const all = most.reduce((sum, count) => sum + count);
    return `sweep: round ${rounds}, ${trials.length} of at most ${
      most[0]
    } trials are known${
      bounds.length === 0
        ? ""
        : `; at most ${all} results, ${bounds.join(" and ")}`
    }; what follows depends on results that are missing`;
  }
  const count = (state: SweepTrial["state"]) =>
    trials.filter((trial) => trial.state === state).length;
  const found = best === null ? undefined : trials[best]!;
  const value = found?.rungs.at(-1)?.value ?? null;
  return `sweep: ${counted(trials.length, "trial")} in ${
    counted(rounds, "round")
  }, ${count("finished")} finished, ${count("stopped")} stopped${
    found === undefined
      ? ""
      : `; best by the ${
        better === "higher" ? "largest" : "smallest"
      } ${by}: trial ${best} (${pointText(found)}) with ${resultText(value)}`
  }`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Coordinates of a trial: `lr=0.01, decay=cosine`. */
export function pointText({ point }: Pick<SweepTrial, "point">): string {
  return Object.entries(point).map(([axis, value]) => `${axis}=${value}`)
    .join(", ");
}

/** What was decided about a trial on one of its rungs, in a few words for the lines of instances. */
export function trialText(trial: SweepTrial, rung: number): string {
  const { decision } = trial.rungs[rung] ?? {};
  const chosen = `trial ${trial.trial} of round ${
    trial.rungs[0]!.round
  }, ${trial.sampled}`;
  return [rung === 0 ? chosen : `trial ${trial.trial}`, decision ?? []].flat()
    .join("; ");
}
