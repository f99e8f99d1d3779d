import type { StageJob } from "../job/stage_job.ts";
import { parseMessage } from "../job/stage_message.ts";

const NEWLINE = 10;

/** Most bytes of a message; a longer line is text. */
export const LONGEST_MESSAGE = 1 << 20;

/** Reads what a stage process writes, as it comes. */
export interface OutputReader {
  /** Takes a piece. Its bytes may be overwritten afterwards. */
  take(bytes: Uint8Array): void;
  /** Takes an unterminated last line. */
  end(): void;
}

/**
 * Tells the messages of a stage process from the rest of its output.
 *
 * A message is a line that begins with the mark of the process, which nothing that the stage starts knows. All other
 * bytes are passed on as they come. The work is linear in the bytes and the memory bounded, however long a line is.
 *
 * @param mark Start of a message; `undefined` for a stream without messages.
 * @param job Takes messages and output.
 */
export function outputReader(
  mark: string | undefined,
  job: Pick<StageJob, "onMessage" | "onOutput">,
): OutputReader {
  const start = new TextEncoder().encode(mark ?? "");
  let atLineStart = true;
  // A line that may become a message, so far.
  let pieces: Uint8Array[] = [];
  let held = 0;

  const pass = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    atLineStart = bytes.at(-1) === NEWLINE;
    job.onOutput(bytes);
  };

  /** Index of the next byte that begins a line like a message; the end, where there is none. */
  const nextStart = (bytes: Uint8Array): number => {
    for (let at = -1; start.length > 0;) {
      at = bytes.indexOf(start[0]!, at + 1);
      if (at < 0) break;
      if (at === 0 ? atLineStart : bytes[at - 1] === NEWLINE) return at;
    }
    return bytes.length;
  };

  const release = (): void => {
    const line = joined(pieces, held);
    pieces = [];
    held = 0;
    const marked = line.length <= LONGEST_MESSAGE &&
      start.every((byte, at) => line[at] === byte);
    const message = marked
      ? parseMessage(new TextDecoder().decode(line.subarray(start.length)))
      : undefined;
    if (message === undefined) return pass(line);
    atLineStart = true;
    job.onMessage(message);
  };

  return {
    take: (bytes) => {
      for (let rest = bytes; rest.length > 0;) {
        if (held === 0) {
          const text = rest.subarray(0, nextStart(rest));
          pass(text);
          rest = rest.subarray(text.length);
          if (rest.length === 0) return;
        }
        const end = rest.indexOf(NEWLINE);
        const part = rest.slice(0, end < 0 ? rest.length : end + 1);
        pieces.push(part);
        held += part.length;
        rest = rest.subarray(part.length);
        if (end >= 0 || held > LONGEST_MESSAGE) release();
      }
    },
    end: () => {
      if (held > 0) release();
    },
  };
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
