import type { StageJob } from "../../execution/job/stage_job.ts";
import {
  type LineTaker,
  messageLines,
} from "../../execution/executor/message_lines.ts";

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
