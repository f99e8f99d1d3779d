import { readJsonIfWhole } from "../../base/read_files.ts";
import { writeAtomic } from "../../base/write_atomic.ts";

/** What the folder of a job says of its submission, so that a later run finds the job again. */
export interface SubmittedJob {
  /** Name in the queue, which says what is in it; an array's tasks share it. */
  readonly name: string;
  /** Seconds between two of its signs of life. */
  readonly beat: number;
  /** Number in its array; absent for a job of its own. */
  readonly task?: number;
  /** Number in the queue; absent between the decision to submit it and Slurm's answer. */
  readonly id?: string;
}

/** Writes what is known of a submission. */
export function writeSubmitted(work: string, job: SubmittedJob): void {
  writeAtomic(`${work}/job.json`, JSON.stringify(job), work);
}

/** Reads what is known of a submission. */
export function readSubmitted(work: string): SubmittedJob | undefined {
  return readJsonIfWhole(`${work}/job.json`) as SubmittedJob | undefined;
}
