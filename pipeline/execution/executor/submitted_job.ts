import { z } from "zod";
import { readJsonIfWhole } from "../../base/read_files.ts";
import { writeAtomic } from "../../base/write_atomic.ts";

const SUBMITTED = z.object({
  /** Name in the queue, from the keys of the jobs; shared by the tasks of an array. */
  name: z.string(),
  /** Seconds between two signs of life. */
  beat: z.number(),
  /** Number in its array, if any. */
  task: z.number().exactOptional(),
  /** Number in the queue; absent between the decision to submit the job and the answer of the cluster. */
  id: z.string().exactOptional(),
});

/** A submission, recorded in the folder of the job, so that a later run finds the job again. */
export type SubmittedJob = Readonly<z.infer<typeof SUBMITTED>>;

/** Records a submission. */
export function writeSubmitted(work: string, job: SubmittedJob): void {
  writeAtomic(`${work}/job.json`, JSON.stringify(job), work);
}

/** Reads a submission; `undefined` for none. */
export function readSubmitted(work: string): SubmittedJob | undefined {
  return readJsonIfWhole(`${work}/job.json`, SUBMITTED);
}
