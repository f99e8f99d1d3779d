import { askSlurm } from "./slurm_commands.ts";

export interface QueuedJob {
  /** Number, with the task of an array, such as `12_3`. */
  readonly id: string;
  /** State, such as `RUNNING`. */
  readonly state: string;
  /** Name, shared by the tasks of an array. */
  readonly name: string;
}

/** Jobs in the queue, or the reason why it does not answer. */
export type QueueAnswer =
  | { readonly ok: true; readonly jobs: ReadonlyMap<string, QueuedJob> }
  | { readonly ok: false; readonly why: string };

/** Asks for the jobs of this user; an answer serves all calls for some time. */
export type SlurmQueue = () => Promise<QueueAnswer>;

/**
 * Makes a function that asks the queue.
 *
 * @param seconds Seconds for which an answer is used.
 */
export function slurmQueue(seconds: number): SlurmQueue {
  let asked = -Infinity;
  let answer: Promise<QueueAnswer> | undefined;
  return () => {
    const now = performance.now();
    if (answer === undefined || now - asked > seconds * 1000) {
      asked = now;
      answer = look();
    }
    return answer;
  };
}

async function look(): Promise<QueueAnswer> {
  const { ok, out, why } = await askSlurm("squeue", [
    "--me",
    "--array",
    "--noheader",
    "--format=%i|%T|%j",
  ]);
  if (!ok) return { ok: false, why };
  const jobs = out.split("\n").flatMap((line) => {
    const [id, state, name] = line.trim().split("|");
    return id && state && name !== undefined ? [{ id, state, name }] : [];
  });
  return { ok: true, jobs: new Map(jobs.map((job) => [job.id, job])) };
}

/** State of a job that has left the queue, while Slurm remembers it. */
export type LastState =
  | { readonly type: "state"; readonly state: string }
  | { readonly type: "forgotten" }
  | { readonly type: "unknown"; readonly why: string };

/** Asks for the state of a job that the queue does not list. */
export async function lastState(id: string): Promise<LastState> {
  const { ok, out, why } = await askSlurm("scontrol", [
    "--oneliner",
    "show",
    "job",
    id,
  ]);
  if (ok) {
    const state = /\bJobState=(\w+)/.exec(out)?.[1];
    return state === undefined
      ? { type: "forgotten" }
      : { type: "state", state };
  }
  return /invalid job id/i.test(why)
    ? { type: "forgotten" }
    : { type: "unknown", why };
}
