// Kills a run, a process of its stages, or both, at a random moment.
import type { RandomStream } from "../../../engine/philox.ts";
import { type LiveProcess, liveProcesses } from "../pipeline/live_processes.ts";

/** Targets of a SIGKILL: the scheduler alone, a process of a stage, or both. */
export const VICTIMS = ["scheduler", "stage", "both"] as const;

/** Effect of a strike, and how the run ended. */
export interface Strike {
  /** False when the run was over before. */
  readonly hit: boolean;
  /** The process of a stage that died. */
  readonly victim: LiveProcess | undefined;
  /** How the scheduler ended. */
  readonly ended: Deno.CommandOutput;
}

/**
 * Kills processes of a run at a random moment and waits for its end.
 *
 * @param child The scheduler.
 * @param choice Whom.
 * @param options Random numbers, and milliseconds within which it strikes.
 */
export async function strike(
  child: Deno.ChildProcess,
  choice: typeof VICTIMS[number],
  { random, within }: {
    readonly random: RandomStream;
    readonly within: number;
  },
): Promise<Strike> {
  let over = false;
  const output = child.output().finally(() => over = true);
  const moment = Promise.withResolvers<void>();
  const timer = setTimeout(moment.resolve, random.uniform() * within);
  await Promise.race([moment.promise, output]);
  clearTimeout(timer);
  let victim: LiveProcess | undefined;
  while (choice !== "scheduler" && victim === undefined && !over) {
    const living = liveProcesses(child.pid);
    victim = living[random.below(Math.max(1, living.length))];
    if (victim === undefined) await wait(5);
  }
  if (victim !== undefined && !kill(victim.pid)) victim = undefined;
  const struck = choice !== "stage" && kill(child.pid);
  const ended = await output;
  const hit = choice === "stage"
    ? victim !== undefined
    : struck && ended.signal === "SIGKILL" &&
      (choice === "scheduler" || victim !== undefined);
  return { hit, victim, ended };
}

function kill(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
