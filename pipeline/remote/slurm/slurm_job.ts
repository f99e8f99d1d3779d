import type { StageJob } from "../../execution/job/stage_job.ts";
import {
  type OutputReader,
  outputReader,
} from "../../execution/executor/output_reader.ts";
import { readMark } from "../../execution/job/stage_request.ts";

/** A submitted job. */
export interface SlurmJob {
  /** Number in the queue; absent if an earlier run ended before it was told. */
  readonly id: string | undefined;
  readonly work: string;
  /** Reads the output since the last call. */
  readonly follow: () => void;
}

/** Follows the output of a job, from its beginning. */
export function followJob(
  id: string | undefined,
  work: string,
  to: Pick<StageJob, "onMessage" | "onOutput">,
): SlurmJob {
  const reader = outputReader(readMark(work), to);
  let offset = 0;
  return {
    id,
    work,
    follow: () => {
      offset = readFrom(`${work}/output`, offset, reader);
    },
  };
}

function readFrom(
  path: string,
  offset: number,
  reader: OutputReader,
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
      reader.take(buffer.subarray(0, count));
      offset += count;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return offset;
}
