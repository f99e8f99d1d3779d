import type { OpenedPipeline } from "../../../cache/key/action.ts";
import { instanceEstimates } from "../../../execution/plan/plan_cost.ts";
import { recordedWork } from "../../../execution/plan/recorded_work.ts";
import { secondsLeft } from "../../../execution/live/progress_rate.ts";
import type { RunDetails } from "../../terminal/text_printer.ts";

type TellTimeLeft = NonNullable<RunDetails["timeLeft"]>;

/** Seconds that each instance is expected to take; `undefined` where nobody knows. */
export type ExpectedSeconds = ReadonlyMap<string, number | undefined>;

/**
 * Predicts how long the instances of a run take that have not ended, by what each is expected to take and by what those
 * at work report, divided by how many have worked at a time.
 *
 * @param expected Gives the expected seconds; `undefined` while they are looked for.
 */
export function timeLeft(
  expected: () => ExpectedSeconds | undefined,
): TellTimeLeft {
  let most = 1;
  return (ended, working, now) => {
    most = Math.max(most, working.length);
    const atWork = new Map(working.map((entry) => [entry.instance, entry]));
    let [sum, longest, least] = [0, 0, false];
    for (const [instance, seconds] of expected() ?? []) {
      if (ended.has(instance)) continue;
      const { first, last, began = now } = atWork.get(instance) ?? {};
      const left = first !== undefined && last !== undefined &&
          secondsLeft(first, last) ||
        (seconds === undefined
          ? undefined
          : Math.max(0, seconds - (now - began)));
      least ||= left === undefined;
      sum += left ?? 0;
      longest = Math.max(longest, left ?? 0);
    }
    const seconds = Math.max(longest, sum / most);
    return seconds > 0 ? { seconds, least } : undefined;
  };
}

/**
 * Looks for what instances are expected to take, by earlier runs and else by the estimates of their stages, when it is
 * first asked.
 */
export function expectedSeconds(
  { pipeline, folders }: OpenedPipeline,
): () => ExpectedSeconds | undefined {
  let found: ExpectedSeconds | undefined;
  let asked = false;
  const look = async () => {
    const estimate = await instanceEstimates(pipeline);
    const evidence = recordedWork({ pipeline, folders });
    found = new Map(pipeline.instances.map((instance) => {
      for (const { runs } of evidence(instance)) {
        const sum = runs.reduce((sum, { seconds }) => sum + seconds, 0);
        return [instance.name, sum / runs.length];
      }
      return [instance.name, estimate(instance)?.seconds];
    }));
  };
  return () => {
    // A module that cannot be loaded fails where it matters.
    if (!asked) look().catch(() => {});
    asked = true;
    return found;
  };
}
