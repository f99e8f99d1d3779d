import type { StageJob } from "../../execution/executor/executor.ts";
import {
  type LineTaker,
  messageLines,
} from "../../execution/executor/message_lines.ts";
import { readJsonIfWhole } from "../../base/read_json.ts";
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

/** A job that is followed. */
export interface SlurmJob {
  /** Its number in the queue; absent when a run before this one did not come to know it. */
  readonly id: string | undefined;
  /** Its folder. */
  readonly work: string;
  /** Takes what it has written since the last look. */
  readonly follow: () => void;
}

/** Writes what is known of a submission. */
export function writeSubmitted(work: string, job: SubmittedJob): void {
  writeAtomic(`${work}/job.json`, JSON.stringify(job), work);
}

/** Reads what is known of a submission. */
export function readSubmitted(work: string): SubmittedJob | undefined {
  return readJsonIfWhole(`${work}/job.json`) as SubmittedJob | undefined;
}

/** Follows what a job writes, from its beginning. */
export function followJob(
  id: string | undefined,
  work: string,
  to: Pick<StageJob, "onMessage" | "onOutput">,
): SlurmJob {
  const lines = messageLines(to);
  let offset = 0;
  const decoder = new TextDecoder();
  return {
    id,
    work,
    follow: () => {
      offset = readFrom(`${work}/output`, offset, { lines, decoder });
    },
  };
}

function readFrom(
  path: string,
  offset: number,
  { lines, decoder }: { lines: LineTaker; decoder: TextDecoder },
): number {
  try {
    using file = Deno.openSync(path);
    file.seekSync(offset, Deno.SeekMode.Start);
    const buffer = new Uint8Array(1 << 16);
    for (
      let count = file.readSync(buffer);
      count;
      count = file.readSync(buffer)
    ) {
      lines.take(decoder.decode(buffer.subarray(0, count), { stream: true }));
      offset += count;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return offset;
}
