import { z } from "zod";
import { readJsonIfWhole } from "../../base/read_files.ts";
import { writeAtomic } from "../../base/write_atomic.ts";

/** A submission, recorded in the folder of the job, so that a later run finds the job again. */
export interface SubmittedJob {
  /** Name in the queue, from the keys of the jobs; shared by the tasks of an array. */
  readonly name: string;
  /** Seconds between two signs of life. */
  readonly beat: number;
  /** Number in its array, if any. */
  readonly task?: number;
  /** Number in the queue; absent between the decision to submit the job and the answer of the cluster. */
  readonly id?: string;
}

const SUBMITTED = z.object({
  name: z.string(),
  beat: z.number(),
  task: z.number().optional(),
  id: z.string().optional(),
});

/** Records a submission. */
export function writeSubmitted(work: string, job: SubmittedJob): void {
  writeAtomic(`${work}/job.json`, JSON.stringify(job), work);
}

/** Reads a submission; `undefined` for none. */
export function readSubmitted(work: string): SubmittedJob | undefined {
  return readJsonIfWhole<SubmittedJob>(`${work}/job.json`, SUBMITTED);
}
