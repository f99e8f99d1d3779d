import { mean } from "../../../../common/moments.ts";
import { stageOf } from "../../../definition/graph/point.ts";
import type { OpenedPipeline } from "../../../cache/key/action.ts";
import { instanceEstimates } from "../../../execution/plan/plan_cost.ts";
import {
  recordedSeconds,
  recordedWork,
} from "../../../execution/plan/recorded_work.ts";
import { secondsLeft } from "../../../execution/live/progress_rate.ts";
import type { RunDetails } from "../../terminal/text_printer.ts";

type TellTimeLeft = NonNullable<RunDetails["timeLeft"]>;

/** Seconds that each instance is expected to take; `undefined` where nobody knows. */
export type ExpectedSeconds = ReadonlyMap<string, number | undefined>;

/**
 * Predicts how long the instances of a run take that have not ended, by what those at work report, by what each is expected
 * to take, and by what others of their stages took in this run, divided by how many have worked at a time.
 *
 * @param expected Gives the expected seconds; `undefined` while they are looked for.
 */
export function timeLeft(
  expected: () => ExpectedSeconds | undefined,
): TellTimeLeft {
  let most = 1;
  const tookOf = stageTimes();
  return (ended, working, now) => {
    most = Math.max(most, working.length);
    const took = tookOf(ended, working, now);
    const atWork = new Map(working.map((entry) => [entry.instance, entry]));
    let [sum, longest, least] = [0, 0, false];
    for (const [instance, foreseen] of expected() ?? []) {
      if (ended.has(instance)) continue;
      const seconds = foreseen ?? took(stageOf(instance));
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

/** Watches how long the instances of each stage take. */
function stageTimes() {
  const begun = new Map<string, number>();
  const times = new Map<string, number[]>();
  return (...[ended, working, now]: Parameters<TellTimeLeft>) => {
    for (const { instance, began } of working) begun.set(instance, began);
    for (const [instance, began] of begun) {
      if (!ended.has(instance)) continue;
      begun.delete(instance);
      times.getOrInsertComputed(stageOf(instance), () => []).push(now - began);
    }
    return (stage: string): number | undefined => {
      const known = times.get(stage) ?? [];
      return known.length === 0 ? undefined : mean(known);
    };
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
    const seconds = recordedSeconds(
      recordedWork({ pipeline, folders }),
      (instance) => estimate(instance)?.seconds,
    );
    found = new Map(
      pipeline.instances.map((instance) => [instance.name, seconds(instance)]),
    );
  };
  return () => {
    // A module that cannot be loaded fails where it matters.
    if (!asked) look().catch(() => {});
    asked = true;
    return found;
  };
}
